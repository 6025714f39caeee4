import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { arrived } from '@/shared/arrived';
import { session } from '@/shared/session/session';
import { useStore } from '@/shared/store';

const Dialog = lazy(() =>
  arrived(import('@/ui/dialog')).then((loaded) => ({ default: loaded.Dialog })),
);
const SignInForm = lazy(() =>
  arrived(import('@/features/auth/sign-in-form')).then((loaded) => ({
    default: loaded.SignInForm,
  })),
);

/** The session ran out: the password is asked for over the page, which keeps what was typed. */
export function SignInAgain() {
  const { t } = useTranslation();
  const now = useStore(session);
  if (now.state !== 'expired') return null;
  return (
    <Suspense>
      <Dialog title={t('session.again')} opened>
        <p>{t('session.kept')}</p>
        <SignInForm email={now.email} onDone={() => undefined} />
      </Dialog>
    </Suspense>
  );
}
