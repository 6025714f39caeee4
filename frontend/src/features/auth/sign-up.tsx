import { register } from '@quartermaster/api-client';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { signIn } from '@/shared/session/access';
import { Button, ProblemStrip, TextField } from '@/ui';
import { Frame } from './frame';
import { Password } from './password';

export function SignUp() {
  const { t } = useTranslation('auth');
  const navigate = useNavigate();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { form, submit, fault, rest, problem, pending } = useSubmit(async () => {
    await register({ body: { email, password }, throwOnError: true });
    await signIn(email, password);
  });
  return (
    <Frame title={t('signUp')}>
      <form
        ref={form}
        noValidate
        onSubmit={async (event) => {
          event.preventDefault();
          if (await submit()) await navigate({ to: '/welcome' });
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
          autoFocus
          autoCapitalize="none"
          label={t('email')}
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fault('email')}
        />
        <Password
          name="password"
          description={t('passwordRule')}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fault('password')}
        />
        <Button type="submit" loading={pending}>
          {t('createAccount')}
        </Button>
      </form>
      <p>
        {t('haveAccount')} <Link to="/sign-in">{t('signIn')}</Link>
      </p>
    </Frame>
  );
}
