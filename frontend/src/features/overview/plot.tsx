import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { day } from '@/shared/format/time';
import { useOrganization } from '@/shared/routes/organization';
import { Card } from '@/ui';
import { type Day, movementsPerDay } from './per-day';
import classes from './plot.module.css';

const BAR = 20;
const HEIGHT = 72;

/** How much was moved each day of the last month; not shown where it could not be exact. */
export function MovementPlot() {
  const { t } = useTranslation('overview');
  const { slug, timezone } = useOrganization();
  const { data } = useQuery({
    queryKey: [
      {
        _id: 'movementsPerDay',
        path: { organization: slug },
        query: { timezone },
        tags: ['stock'],
      },
    ],
    queryFn: ({ signal }) => movementsPerDay(slug, timezone, signal),
  });
  if (!data || data.every((one) => one.movements === 0)) return null;
  return (
    <Card title={t('perDay')}>
      <Bars days={data} />
    </Card>
  );
}

function Bars({ days }: { readonly days: readonly Day[] }) {
  const { t, i18n } = useTranslation('overview');
  const most = days.reduce((top, one) => (one.movements > top.movements ? one : top));
  const total = days.reduce((sum, one) => sum + one.movements, 0);
  const said = (date: string) => day(date, i18n.language);
  return (
    <figure className={classes.figure}>
      <svg
        viewBox={`0 0 ${days.length * BAR} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('plotSaid', {
          count: total,
          most: most.movements,
          date: said(most.date),
        })}
      >
        {days.map(({ date, movements }, index) => {
          const height = Math.round((movements / most.movements) * HEIGHT);
          return (
            <rect
              key={date}
              className={movements > 0 ? classes.bar : classes.none}
              x={index * BAR + 2}
              y={movements > 0 ? HEIGHT - Math.max(height, 2) : HEIGHT - 1}
              width={BAR - 4}
              height={movements > 0 ? Math.max(height, 2) : 1}
            >
              <title>{t('onDay', { date: said(date), count: movements })}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption>
        <span>{said(days[0]?.date ?? '')}</span>
        <span>{t('mostOn', { count: most.movements, date: said(most.date) })}</span>
        <span>{t('today')}</span>
      </figcaption>
    </figure>
  );
}
