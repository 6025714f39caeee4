import { register } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { signIn } from '@/shared/session/access';
import { Button } from '@/ui';
import { Form } from '@/ui/form';
import { Password } from '@/ui/password';
import { EmailField } from './email-field';

interface SignUpFormProps {
  /** Of an invitation that names one. */
  readonly email?: string;
  /** The token of an invitation, where only the invited may open an account. */
  readonly invitation?: string;
  readonly onDone: () => void;
  /** The address has to be confirmed before anybody signs in with it. */
  readonly onUnverified: (email: string) => void;
}

export function SignUpForm({ email: known, invitation, onDone, onUnverified }: SignUpFormProps) {
  const { t } = useTranslation('auth');
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const submit = useSubmit(async () => {
    const body = { email, password, ...(invitation === undefined ? {} : { invitation }) };
    const { data } = await register({ body, throwOnError: true });
    if (data.status === 'verification_required') return onUnverified(email);
    await signIn(email, password);
    onDone();
  });
  const { fault, pending } = submit;
  return (
    <Form of={submit} help={({ code }) => code === 'wrong_credentials' && <p>{t('maybeKnown')}</p>}>
      <EmailField
        value={email}
        onValue={setEmail}
        given={known !== undefined}
        error={fault('email')}
      />
      <Password
        name="password"
        fresh
        autoFocus={known !== undefined}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={fault('password')}
      />
      <Button type="submit" loading={pending}>
        {t('createAccount')}
      </Button>
    </Form>
  );
}
