import type { LowRead } from '@quartermaster/api-client';
import { listLowStockOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { counted } from '@/shared/format/count';
import { asText, compare } from '@/shared/format/quantity';
import { useOrganization } from '@/shared/routes/organization';
import { Card, Plate, ProblemStrip, Quantity, Tag } from '@/ui';
import classes from './lines.module.css';

const SHOWN = 8;

/** Items of which less is held, over all places, than their minimum. */
export function LowStock() {
  const { t, i18n } = useTranslation('overview');
  const { slug } = useOrganization();
  const { data, error, refetch } = useQuery(
    listLowStockOptions({ path: { organization: slug }, query: { limit: SHOWN, count: 'true' } }),
  );
  const total = {
    count: data?.total ?? data?.total_at_least ?? 0,
    atLeast: data?.total == null,
  };
  return (
    <Card
      title={t('belowMinimum')}
      actions={
        <Link
          to="/$organization/stock"
          params={{ organization: slug }}
          search={{ below_minimum: true }}
        >
          {t('theirStock')}
        </Link>
      }
    >
      {error && <ProblemStrip error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <p className={classes.quiet}>{t('nothingLow')}</p>}
      <ul className={classes.lines}>
        {data?.items.map((low) => (
          <li key={low.id}>
            <Link
              to="/$organization/items/$item"
              params={{ organization: slug, item: low.id }}
              className={classes.movement}
            >
              <LowLine low={low} />
            </Link>
          </li>
        ))}
      </ul>
      {data?.next && (
        <p className={classes.quiet}>{t('ofLow', { total: counted(total, i18n.language) })}</p>
      )}
    </Card>
  );
}

function LowLine({ low }: { readonly low: LowRead }) {
  const { t, i18n } = useTranslation('overview');
  const out = compare(low.on_hand, '0') === 0;
  return (
    <>
      <b>{low.name}</b>
      <Quantity value={low.on_hand} unit={low.unit} out={out} />
      <span className={classes.way}>{low.sku !== null && <Plate>{low.sku}</Plate>}</span>
      <Tag state={out ? 'out' : 'low'}>
        {t('missing', { quantity: asText(low.missing, i18n.language) })}
      </Tag>
    </>
  );
}
