import { IconDots, IconScan } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { arrived } from '@/shared/arrived';
import { useOrganization } from '@/shared/routes/organization';
import { PLACES } from './navigation';
import { PlaceLink } from './place-link';
import classes from './tabs.module.css';

const More = lazy(() => arrived(import('./more-menu')).then((it) => ({ default: it.MoreMenu })));
const [OVERVIEW, STOCK, , LOCATIONS] = PLACES;

/** The phone's navigation: two places, Scan in the middle, one more place and the rest. */
export function Tabs() {
  const { t } = useTranslation('shell');
  const { slug } = useOrganization();
  const dots = (
    <button type="button">
      <IconDots size={22} stroke={1.75} aria-hidden />
      {t('more')}
    </button>
  );
  return (
    <nav className={`${classes.tabs} phone-only no-print`} aria-label={t('main')}>
      <PlaceLink place={OVERVIEW} size={22} />
      <PlaceLink place={STOCK} size={22} />
      <Link
        to="/$organization/scan"
        params={{ organization: slug }}
        className={classes.scan}
        activeProps={{ 'aria-current': 'page' }}
      >
        <IconScan size={22} aria-hidden />
        {t('places.scan')}
      </Link>
      <PlaceLink place={LOCATIONS} size={22} />
      <Suspense fallback={dots}>
        <More>{dots}</More>
      </Suspense>
    </nav>
  );
}
