import { IconDots } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { PLACES } from './navigation';
import { PlaceLink } from './place-link';
import classes from './tabs.module.css';

const More = lazy(() => import('./more-menu').then((it) => ({ default: it.MoreMenu })));
const [OVERVIEW, STOCK, , LOCATIONS] = PLACES;

/** The phone's navigation: two places, Scan in the middle, one more place and the rest. */
export function Tabs() {
  const { t } = useTranslation('shell');
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
      <PlaceLink place={LOCATIONS} size={22} />
      <Suspense fallback={dots}>
        <More>{dots}</More>
      </Suspense>
    </nav>
  );
}
