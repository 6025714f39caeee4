import { listStockInfiniteOptions } from '@quartermaster/api-client/query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRows } from '@/shared/queries/use-rows';
import { useOrganization } from '@/shared/routes/organization';
import { EmptyState, Page } from '@/ui';
import { DataList } from '@/ui/data-list/data-list';
import { LevelCard, useLevelColumns } from '@/ui/levels/columns';

import { DEFAULT_SORT, SORTS } from './search';

const route = getRouteApi('/$organization/stock');

export function StockList() {
  const { t } = useTranslation('stock');
  const organization = useOrganization();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/$organization/stock' });
  const { do: _sheet, ...filters } = search;
  const list = useRows(
    listStockInfiniteOptions({
      path: { organization: organization.slug },
      query: { sort: DEFAULT_SORT, ...filters, limit: 100, count: 'true' },
    }),
  );
  const columns = useLevelColumns();
  return (
    <Page title={t('title')}>
      <DataList
        label={t('title')}
        list={list}
        columns={columns}
        card={(row) => <LevelCard level={row} />}
        sort={search.sort ?? DEFAULT_SORT}
        onSort={(sort) => {
          const known = SORTS.find((name) => name === sort);
          if (known) void navigate({ search: (now) => ({ ...now, sort: known }) });
        }}
        onOpen={() => undefined}
        empty={<EmptyState fact={t('empty')} />}
      />
    </Page>
  );
}
