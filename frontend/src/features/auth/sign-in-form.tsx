import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { signIn } from '@/shared/session/access';
import { Button, PasswordField, ProblemStrip, TextField } from '@/ui';

interface SignInFormProps {
  /** Of the session that ended: only the password is asked for. */
  readonly email?: string;
  readonly onDone: () => void;
}

export function SignInForm({ email: known, onDone }: SignInFormProps) {
  const { t } = useTranslation('auth');
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const { form, submit, fault, rest, problem, pending } = useSubmit(() => signIn(email, password));
  return (
    <form
      ref={form}
      noValidate
      onSubmit={async (event) => {
        event.preventDefault();
        if (await submit()) onDone();
      }}
    >
      {problem && <ProblemStrip error={problem} rest={rest} />}
      <TextField
        name="email"
        type="email"
        label={t('email')}
        autoComplete="username"
        required
        readOnly={known !== undefined}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fault('email')}
      />
      <PasswordField
        name="password"
        label={t('password')}
        autoComplete="current-password"
        required
        data-autofocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={fault('password')}
        visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
      />
      <Button type="submit" loading={pending}>
        {t('signIn')}
      </Button>
    </form>
  );
}
