import { IconSearch, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useOrganization } from '@/shared/routes/organization';
import { Kbd } from '@/ui';
import { openPalette } from '../palette/opened';
import classes from './top-bar.module.css';

export function TopBar() {
  const { t } = useTranslation('shell');
  const { slug } = useOrganization();
  return (
    <header className={`${classes.bar} no-print`}>
      <button type="button" className={classes.find} onClick={openPalette}>
        <IconSearch size={17} aria-hidden />
        {t('find')}
        <span className="wide-only">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      <nav className={classes.person} aria-label={t('account')}>
        <Link
          to="/$organization/me"
          params={{ organization: slug }}
          className={classes.me}
          aria-label={t('account')}
          title={t('account')}
        >
          <IconUserCircle size={20} stroke={1.75} aria-hidden />
        </Link>
      </nav>
    </header>
  );
}
