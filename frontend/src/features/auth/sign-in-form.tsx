import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { signIn } from '@/shared/session/access';
import { Button, ProblemStrip, TextField } from '@/ui';
import { Password } from './password';

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
        else form.current?.querySelector<HTMLInputElement>('[name=password]')?.select();
      }}
    >
      {problem && (
        <ProblemStrip
          error={problem}
          rest={rest}
          {...(problem.passing ? { retry: () => form.current?.requestSubmit() } : {})}
        />
      )}
      <TextField
        name="email"
        type="email"
        autoFocus={known === undefined}
        autoCapitalize="none"
        label={t('email')}
        autoComplete="username"
        required
        readOnly={known !== undefined}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fault('email')}
      />
      <Password
        name="password"
        autoComplete="current-password"
        data-autofocus={known !== undefined || undefined}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={fault('password')}
      />
      <Button type="submit" loading={pending}>
        {t('signIn')}
      </Button>
    </form>
  );
}
