import { changeMyPassword, type UserRead } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { COOKIE, entered } from '@/shared/session/access';
import { toast } from '@/shared/toasts';
import { Button, Card } from '@/ui';
import { Buttons, Form } from '@/ui/form';
import { Password } from '@/ui/password';

/** By the present one. Every other session ends. */
export function ChangePassword({ me }: { readonly me: UserRead }) {
  const { t } = useTranslation('me');
  const invalidate = useInvalidate();
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const submit = useSubmit(async () => {
    const { data } = await changeMyPassword({
      body: { current_password: present, new_password: next },
      headers: COOKIE,
      throwOnError: true,
    });
    entered(data);
    setPresent('');
    setNext('');
    toast(t('security.passwordDone'));
    await invalidate('me');
  });
  return (
    <Card title={t('security.password')}>
      <Form of={submit}>
        {/* for the browser's memory of passwords */}
        <input hidden readOnly autoComplete="username" value={me.email} />
        <Password
          name="current_password"
          label={t('security.present')}
          value={present}
          onChange={(event) => setPresent(event.currentTarget.value)}
          error={submit.fault('current_password')}
        />
        <Password
          name="new_password"
          label={t('security.next')}
          fresh
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
          error={submit.fault('new_password')}
        />
        <Buttons>
          <Button type="submit" loading={submit.pending} disabled={present === '' || next === ''}>
            {t('security.changePassword')}
          </Button>
        </Buttons>
      </Form>
    </Card>
  );
}
