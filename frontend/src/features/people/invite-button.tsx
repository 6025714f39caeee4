import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { arrived } from '@/shared/arrived';
import { useCan } from '@/shared/routes/organization';
import { Button } from '@/ui';

const Invite = lazy(() =>
  arrived(import('./invite')).then((loaded) => ({ default: loaded.Invite })),
);

export function InviteButton() {
  const { t } = useTranslation('people');
  const can = useCan();
  const [inviting, setInviting] = useState(false);
  if (!can('members:manage')) return null;
  return (
    <>
      <Button onClick={() => setInviting(true)}>{t('invite.button')}</Button>
      {inviting && (
        <Suspense>
          <Invite onClose={() => setInviting(false)} />
        </Suspense>
      )}
    </>
  );
}
