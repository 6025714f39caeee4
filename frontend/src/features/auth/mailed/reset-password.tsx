import { recoverPassword, resetPassword } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { recheck } from '@/shared/session/access';
import { Button } from '@/ui';
import { Form } from '@/ui/form';
import { Password } from '@/ui/password';
import { Frame } from '../frame';
import { AskForMail } from './ask-for-mail';
import { Onward } from './onward';
import { useToken } from './token';

/** Without a token it asks for the mail; with the one of its link, for another password. */
export function ResetPassword() {
  const { t } = useTranslation('auth');
  const token = useToken();
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const submit = useSubmit(async () => {
    await resetPassword({ body: { token: token ?? '', password }, throwOnError: true });
    await recheck();
    setDone(true);
  });
  if (done) {
    return (
      <Frame title={t('reset.done')}>
        <p>{t('reset.doneHint')}</p>
        <Onward />
      </Frame>
    );
  }
  if (token === null || submit.problem?.code === 'link_refused') {
    return (
      <Frame title={t(token === null ? 'reset.ask' : 'linkOver')}>
        <p>{t('reset.askHint')}</p>
        <AskForMail
          button={t('sendLink')}
          send={(email) => recoverPassword({ body: { email }, throwOnError: true })}
        />
        <Onward />
      </Frame>
    );
  }
  return (
    <Frame title={t('reset.title')}>
      <Form of={submit}>
        <p>{t('reset.hint')}</p>
        <Password
          name="password"
          label={t('newPassword')}
          fresh
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={submit.fault('password')}
        />
        <Button type="submit" loading={submit.pending}>
          {t('reset.confirm')}
        </Button>
      </Form>
    </Frame>
  );
}
