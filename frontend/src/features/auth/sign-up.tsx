import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Frame } from './frame';
import { SignUpForm } from './sign-up-form';

export function SignUp() {
  const { t } = useTranslation('auth');
  const navigate = useNavigate();
  const [unverified, setUnverified] = useState<string>();
  if (unverified !== undefined) {
    return (
      <Frame title={t('confirmFirst')}>
        <p>{t('confirmFirstHint', { email: unverified })}</p>
        <p>
          <Link to="/sign-in">{t('signIn')}</Link>
        </p>
      </Frame>
    );
  }
  return (
    <Frame title={t('signUp')}>
      <SignUpForm onDone={() => void navigate({ to: '/welcome' })} onUnverified={setUnverified} />
      <p>
        {t('haveAccount')} <Link to="/sign-in">{t('signIn')}</Link>
      </p>
    </Frame>
  );
}
