import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { arrived } from '@/shared/arrived';
import { wanted } from '@/shared/session/proof';
import { useStore } from '@/shared/store';

const Dialog = lazy(() =>
  arrived(import('@/ui/dialog')).then((loaded) => ({ default: loaded.Dialog })),
);
const StepUpForm = lazy(() =>
  arrived(import('@/features/auth/step-up-form')).then((loaded) => ({
    default: loaded.StepUpForm,
  })),
);

/** Before something that a stolen session must not do: a proof, over the page, that it is you. */
export function StepUp() {
  const { t } = useTranslation();
  const answer = useStore(wanted);
  if (!answer) return null;
  return (
    <Suspense>
      <Dialog title={t('session.proof')} opened onClose={() => answer(false)}>
        <StepUpForm onDone={() => answer(true)} />
      </Dialog>
    </Suspense>
  );
}
