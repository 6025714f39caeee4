import { IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useOrganization } from '@/shared/routes/organization';
import { PLACES } from './navigation';
import { OrganizationMenu } from './organization-menu';
import classes from './rail.module.css';

export function Rail() {
  const { t } = useTranslation('shell');
  const { slug } = useOrganization();
  return (
    <nav className={`${classes.rail} wide-only no-print`} aria-label={t('main')}>
      <OrganizationMenu />
      {PLACES.map(({ to, word, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          params={{ organization: slug }}
          className={classes.link}
          activeOptions={{ exact: word === 'overview', includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
        >
          <Icon size={18} stroke={1.75} aria-hidden />
          {t(`places.${word}`)}
        </Link>
      ))}
      <span className={classes.grow} />
      <Link
        to="/$organization/me"
        params={{ organization: slug }}
        className={classes.link}
        activeProps={{ 'aria-current': 'page' }}
      >
        <IconUserCircle size={18} stroke={1.75} aria-hidden />
        {t('me')}
      </Link>
    </nav>
  );
}
