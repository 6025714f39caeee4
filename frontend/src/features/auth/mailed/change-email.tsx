import { changeEmail } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { recheck } from '@/shared/session/access';
import { Button } from '@/ui';
import { Form } from '@/ui/form';
import { Frame } from '../frame';
import { Onward } from './onward';
import { useToken } from './token';

/** The link of a mail to a new address: from now on I sign in with it. */
export function ChangeEmail() {
  const { t } = useTranslation('auth');
  const token = useToken();
  const [done, setDone] = useState(false);
  const submit = useSubmit(async () => {
    await changeEmail({ body: { token: token ?? '' }, throwOnError: true });
    await recheck();
    setDone(true);
  });
  const over = token === null || submit.problem?.code === 'link_refused';
  if (done || over) {
    return (
      <Frame title={t(done ? 'changeEmail.done' : 'linkOver')}>
        <p>{t(done ? 'changeEmail.doneHint' : 'changeEmail.again')}</p>
        <Onward />
      </Frame>
    );
  }
  return (
    <Frame title={t('changeEmail.title')}>
      <Form of={submit}>
        <p>{t('changeEmail.hint')}</p>
        <Button type="submit" autoFocus loading={submit.pending}>
          {t('changeEmail.confirm')}
        </Button>
      </Form>
    </Frame>
  );
}
