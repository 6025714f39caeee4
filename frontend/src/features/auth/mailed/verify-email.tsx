import { resendVerification, verifyEmail } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { Button } from '@/ui';
import { Form } from '@/ui/form';
import { Frame } from '../frame';
import { AskForMail } from './ask-for-mail';
import { Onward } from './onward';
import { useToken } from './token';

/**
 * The link of a mail: this address is mine. It is pressed, not done by opening the page: what reads
 * mails for their safety opens their links, too.
 */
export function VerifyEmail() {
  const { t } = useTranslation('auth');
  const token = useToken();
  const invalidate = useInvalidate();
  const [done, setDone] = useState(false);
  const submit = useSubmit(async () => {
    await verifyEmail({ body: { token: token ?? '' }, throwOnError: true });
    setDone(true);
    await invalidate('me');
  });
  if (done) {
    return (
      <Frame title={t('verify.done')}>
        <Onward />
      </Frame>
    );
  }
  if (token === null || submit.problem?.code === 'link_refused') {
    return (
      <Frame title={t(token === null ? 'verify.title' : 'linkOver')}>
        <p>{t('verify.again')}</p>
        <AskForMail
          button={t('sendLink')}
          send={(email) => resendVerification({ body: { email }, throwOnError: true })}
        />
        <Onward />
      </Frame>
    );
  }
  return (
    <Frame title={t('verify.title')}>
      <Form of={submit}>
        <p>{t('verify.hint')}</p>
        <Button type="submit" autoFocus loading={submit.pending}>
          {t('verify.confirm')}
        </Button>
      </Form>
    </Frame>
  );
}
