import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session } from '@/shared/session/session';
import { useStore } from '@/shared/store';

/** On to one's own pages, or to the door. */
export function Onward() {
  const { t } = useTranslation('auth');
  const inside = useStore(session).state === 'signed-in';
  return (
    <p>{inside ? <Link to="/">{t('toStart')}</Link> : <Link to="/sign-in">{t('signIn')}</Link>}</p>
  );
}
