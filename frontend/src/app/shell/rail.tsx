import { IconHelp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/routes/organization';
import { Kbd } from '@/ui';
import { openShortcuts } from './help-opened';
import { PLACES, WORKSHOP } from './navigation';
import { OrganizationMenu } from './organization-menu';
import { PlaceLink } from './place-link';
import classes from './rail.module.css';

export function Rail() {
  const { t } = useTranslation('shell');
  const can = useCan();
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
