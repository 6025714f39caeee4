import { resendVerification } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api/problem';
import { useSubmit } from '@/shared/api/use-submit';
import { signIn } from '@/shared/session/access';
import { Button } from '@/ui';
import { Form } from '@/ui/form';
import { Password } from '@/ui/password';
import { EmailField } from './email-field';
import { SecondStep } from './second-step';

interface SignInFormProps {
  /** Who it has to be: only the password is asked for. */
  readonly email?: string;
  readonly onDone: () => void;
}

/** By password, and by a code where a second factor is on. */
export function SignInForm({ email: known, onDone }: SignInFormProps) {
  const { t } = useTranslation('auth');
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [mfaToken, setMfaToken] = useState<string>();
  const submit = useSubmit(async () => {
    try {
      await signIn(email, password);
      onDone();
    } catch (error) {
      const { code, body } = Problem.of(error);
      if (code !== 'mfa_required') throw error;
      setMfaToken(String(body.mfa_token));
    }
  });
  const { form, fault, pending } = submit;
  if (mfaToken !== undefined) {
    return <SecondStep mfaToken={mfaToken} onDone={onDone} onBack={() => setMfaToken(undefined)} />;
  }
  return (
    <Form
      of={submit}
      onRefused={() => form.current?.querySelector<HTMLInputElement>('[name=password]')?.select()}
      help={({ code }) => code === 'email_unverified' && <SendAgain email={email} />}
    >
      <EmailField
        value={email}
        onValue={setEmail}
        given={known !== undefined}
        error={fault('email')}
      />
      <Password
        name="password"
        data-autofocus={known !== undefined || undefined}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={fault('password')}
      />
      <Button type="submit" loading={pending}>
        {t('signIn')}
      </Button>
    </Form>
  );
}

function SendAgain({ email }: { readonly email: string }) {
  const { t } = useTranslation('auth');
  const [sent, setSent] = useState(false);
  const { submit, pending } = useSubmit(async () => {
    await resendVerification({ body: { email }, throwOnError: true });
    setSent(true);
  });
  if (sent) return <p role="status">{t('mailSent')}</p>;
  return (
    <Button variant="default" loading={pending} onClick={() => void submit()}>
      {t('sendVerification')}
    </Button>
  );
}
