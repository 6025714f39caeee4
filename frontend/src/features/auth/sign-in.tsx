import { Link, useRouter, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Frame } from './frame';
import { SignInForm } from './sign-in-form';

export function SignIn() {
  const { t } = useTranslation('auth');
  const router = useRouter();
  const { next } = useSearch({ from: '/sign-in' });
  return (
    <Frame title={t('signIn')}>
      <SignInForm onDone={() => router.history.push(next ?? '/')} />
      <p>
        <Link to="/reset-password">{t('forgotPassword')}</Link>
      </p>
      <p>
        {t('noAccount')} <Link to="/sign-up">{t('signUp')}</Link>
      </p>
    </Frame>
  );
}
