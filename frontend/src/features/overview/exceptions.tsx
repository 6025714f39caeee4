import type { LevelRead } from '@quartermaster/api-client';
import { listStockOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { counted } from '@/shared/format/count';
import { compare } from '@/shared/format/quantity';
import { useOrganization } from '@/shared/routes/organization';
import { Card, ProblemStrip } from '@/ui';
import { LevelCard } from '@/ui/levels/columns';
import classes from './lines.module.css';

const LOOKED_AT = 100;
const SHOWN = 8;

/** What has run out or fallen below its minimum, as far as the smallest balances tell. */
export function Exceptions() {
  const { t, i18n } = useTranslation('overview');
  const { slug } = useOrganization();
  const { data, error, refetch } = useQuery(
    listStockOptions({
      path: { organization: slug },
      query: { sort: 'on_hand', limit: LOOKED_AT, count: 'true' },
    }),
  );
  const found = data?.items.filter(needsSomebody) ?? [];
  return (
    <Card
      title={t('outOrLow')}
      actions={
        <Link
          to="/$organization/stock"
          params={{ organization: slug }}
          search={{ sort: 'on_hand' }}
        >
          {t('smallestFirst')}
        </Link>
      }
    >
      {error && <ProblemStrip error={error} retry={() => void refetch()} />}
      {data && found.length === 0 && <p className={classes.quiet}>{t('nothingOut')}</p>}
      <ul className={classes.lines}>
        {found.slice(0, SHOWN).map((level) => (
          <li key={level.id}>
            <Link
              to="/$organization/stock"
              params={{ organization: slug }}
              search={{ item_id: level.item_id }}
            >
              <LevelCard level={level} />
            </Link>
          </li>
        ))}
      </ul>
      {found.length > SHOWN && (
        <p className={classes.quiet}>{t('andMore', { count: found.length - SHOWN })}</p>
      )}
      {data?.next && (
        <p className={classes.quiet}>
          {t('lookedAt', {
            looked: LOOKED_AT,
            total: counted(
              {
                count: data.total ?? data.total_at_least ?? LOOKED_AT,
                atLeast: data.total == null,
              },
              i18n.language,
            ),
          })}
        </p>
      )}
    </Card>
  );
}

const needsSomebody = ({ on_hand, min_level }: LevelRead): boolean =>
  compare(on_hand, '0') === 0 || (min_level !== null && compare(on_hand, min_level) < 0);
