import { changeMyEmail, resendVerification, type UserRead } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { Button, Card, ProblemStrip, Tag, TextField } from '@/ui';
import { Buttons, Form } from '@/ui/form';
import classes from './security.module.css';

/** The address that one signs in with: another one counts once a link to it was opened. */
export function ChangeEmail({ me }: { readonly me: UserRead }) {
  const { t } = useTranslation('me');
  const [email, setEmail] = useState('');
  const [asked, setAsked] = useState<string>();
  const submit = useSubmit(() => changeMyEmail({ body: { email }, throwOnError: true }));
  return (
    <Card title={t('security.email')}>
      <div className={classes.present}>
        <span>{me.email}</span>
        {!me.email_verified && <Verify email={me.email} />}
      </div>
      <Form
        of={submit}
        onDone={() => {
          setAsked(email);
          setEmail('');
        }}
      >
        <TextField
          name="email"
          type="email"
          autoCapitalize="none"
          label={t('security.nextEmail')}
          autoComplete="email"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={submit.fault('email')}
        />
        <p role="status" className={classes.hint}>
          {asked !== undefined && t('security.emailAsked', { email: asked })}
        </p>
        <Buttons>
          <Button type="submit" loading={submit.pending} disabled={email.trim() === ''}>
            {t('security.changeEmail')}
          </Button>
        </Buttons>
      </Form>
    </Card>
  );
}

function Verify({ email }: { readonly email: string }) {
  const { t } = useTranslation('me');
  const [sent, setSent] = useState(false);
  const { submit, pending, problem } = useSubmit(async () => {
    await resendVerification({ body: { email }, throwOnError: true });
    setSent(true);
  });
  return (
    <>
      <Tag state="low">{t('security.unverified')}</Tag>
      {problem && <ProblemStrip error={problem} />}
      {sent ? (
        <p role="status" className={classes.hint}>
          {t('security.verificationSent')}
        </p>
      ) : (
        <Button variant="default" loading={pending} onClick={() => void submit()}>
          {t('security.sendVerification')}
        </Button>
      )}
    </>
  );
}
