import {
  listItemsOptions,
  listLocationsOptions,
  listStockOptions,
} from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { counted } from '@/shared/format/count';
import { useOrganization } from '@/shared/routes/organization';
import classes from './counts.module.css';

interface Page {
  readonly total?: number | null;
  readonly total_at_least?: number | null;
}

/** How much there is; each number is that of the list behind it. */
export function Counts() {
  const { t } = useTranslation('overview');
  const { slug } = useOrganization();
  const path = { organization: slug };
  const balances = useQuery(
    listStockOptions({ path, query: { held: true, limit: 1, count: 'true' } }),
  );
  const items = useQuery(listItemsOptions({ path, query: { limit: 1, count: 'true' } }));
  const places = useQuery(listLocationsOptions({ path, query: { limit: 1, count: 'true' } }));
  return (
    <ul className={classes.counts}>
      <li>
        <Link to="/$organization/stock" params={path} search={{ held: true }}>
          <Count of={balances.data} />
          {t('balances')}
        </Link>
      </li>
      <li>
        <Link to="/$organization/items" params={path}>
          <Count of={items.data} />
          {t('items')}
        </Link>
      </li>
      <li>
        <Link to="/$organization/locations" params={path}>
          <Count of={places.data} />
          {t('places')}
        </Link>
      </li>
    </ul>
  );
}

function Count({ of }: { readonly of: Page | undefined }) {
  const { i18n } = useTranslation();
  const count = of?.total ?? of?.total_at_least;
  if (count == null) return <b>…</b>;
  return <b>{counted({ count, atLeast: of?.total == null }, i18n.language)}</b>;
}
