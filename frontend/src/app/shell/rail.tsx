import { IconHelp, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { Kbd } from '@/ui';
import { openShortcuts } from './help-opened';
import { PLACES, WORKSHOP } from './navigation';
import { OrganizationMenu } from './organization-menu';
import { PlaceLink } from './place-link';
import classes from './rail.module.css';

export function Rail() {
  const { t } = useTranslation('shell');
  const can = useCan();
  const { slug } = useOrganization();
  return (
    <nav className={`${classes.rail} wide-only no-print`} aria-label={t('main')}>
      <OrganizationMenu />
      {PLACES.map((place) => (
        <PlaceLink key={place.word} place={place} size={18} className={classes.link} />
      ))}
      <hr />
      {WORKSHOP.filter(({ may }) => can(may)).map((place) => (
        <PlaceLink key={place.word} place={place} size={18} className={classes.link} />
      ))}
      <span className={classes.grow} />
      <Link
        to="/$organization/me"
        params={{ organization: slug }}
        className={classes.link}
        activeProps={{ 'aria-current': 'page' }}
      >
        <IconUserCircle size={18} stroke={1.75} aria-hidden />
        {t('account')}
      </Link>
      <button type="button" className={classes.link} onClick={openShortcuts}>
        <IconHelp size={18} stroke={1.75} aria-hidden />
        {t('help')}
        <span className={classes.key}>
          <Kbd>?</Kbd>
        </span>
      </button>
    </nav>
  );
}
