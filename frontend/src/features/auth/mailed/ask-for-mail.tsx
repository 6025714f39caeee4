import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { session } from '@/shared/session/session';
import { Button } from '@/ui';
import { Form } from '@/ui/form';
import { EmailField } from '../email-field';

interface AskForMailProps {
  readonly send: (email: string) => Promise<unknown>;
  readonly button: string;
}

/** Has a link mailed. Nobody learns here whether there is such an account. */
export function AskForMail({ send, button }: AskForMailProps) {
  const { t } = useTranslation('auth');
  const [email, setEmail] = useState(() => {
    const now = session.get();
    return now.state === 'signed-in' ? now.email : '';
  });
  const [sent, setSent] = useState(false);
  const submit = useSubmit(() => send(email));
  return (
    <Form of={submit} onDone={() => setSent(true)}>
      <EmailField
        value={email}
        onValue={(email) => {
          setEmail(email);
          setSent(false);
        }}
        error={submit.fault('email')}
      />
      <Button type="submit" loading={submit.pending}>
        {button}
      </Button>
      <p role="status">{sent ? t('mailSent') : ''}</p>
    </Form>
  );
}
