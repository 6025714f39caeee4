import { IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useOrganization } from '@/shared/routes/organization';
import { PLACES } from './navigation';
import classes from './tabs.module.css';

/** The phone's navigation: two places, Scan, one place, the rest. */
export function Tabs() {
  const { t } = useTranslation('shell');
  const { slug } = useOrganization();
  return (
    <nav className={`${classes.tabs} phone-only no-print`} aria-label={t('main')}>
      {PLACES.map(({ to, word, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          params={{ organization: slug }}
          activeOptions={{ exact: word === 'overview', includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
        >
          <Icon size={22} stroke={1.75} aria-hidden />
          {t(`places.${word}`)}
        </Link>
      ))}
      <Link
        to="/$organization/me"
        params={{ organization: slug }}
        activeProps={{ 'aria-current': 'page' }}
      >
        <IconUserCircle size={22} stroke={1.75} aria-hidden />
        {t('me')}
      </Link>
    </nav>
  );
}
