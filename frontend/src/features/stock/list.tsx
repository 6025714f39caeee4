import { listStockInfiniteOptions } from '@quartermaster/api-client/query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Rows, useRows } from '@/shared/queries/use-rows';
import { useOrganization } from '@/shared/routes/organization';
import { useOpenLines } from '@/shared/sheet/open-lines';
import { EmptyState, Page } from '@/ui';
import { ColumnsMenu, useChosen } from '@/ui/columns-menu';
import { DataList } from '@/ui/data-list/data-list';
import { LevelCard, useLevelColumns } from '@/ui/levels/columns';
import { SheetActions } from './actions';
import { ExportStock } from './export';
import { StockFilters } from './filters';
import { DEFAULT_SORT, isNarrowed, SORTS, type StockSearch } from './search';
import { SelectionBar, useSelection } from './selection';
import { StockViews } from './views';

const route = getRouteApi('/$organization/stock');

export function StockList() {
  const { t } = useTranslation('stock');
  const { slug } = useOrganization();
  const { do: _sheet, ...search } = route.useSearch();
  const navigate = useNavigate({ from: '/$organization/stock' });
  const list = useRows(
    listStockInfiniteOptions({
      path: { organization: slug },
      query: { sort: DEFAULT_SORT, ...search, limit: 100, count: 'true' },
    }),
  );
  const all = useLevelColumns();
  const columns = useChosen('stock', all);
  const selection = useSelection(list.rows);
  const changed = useOpenLines();
  const change = useCallback(
    (changes: Partial<StockSearch>) => {
      void navigate({ search: (now) => ({ ...now, ...changes }) });
    },
    [navigate],
  );
  return (
    <Page title={t('title')} subtitle={<Total list={list} />} actions={<SheetActions />}>
      <StockViews search={search} />
      <StockFilters
        search={search}
        narrow={change}
        actions={
          <span className="wide-only">
            <ColumnsMenu label={t('columns')} list="stock" columns={all} />
            <ExportStock />
          </span>
        }
      />
      <SelectionBar selection={selection} />
      <DataList
        label={t('title')}
        list={list}
        columns={columns}
        card={(row) => <LevelCard level={row} />}
        sort={search.sort ?? DEFAULT_SORT}
        onSort={(sort) => change({ sort: SORTS.find((known) => known === sort) })}
        onOpen={(level) =>
          navigate({
            to: '/$organization/items/$item',
            params: { organization: slug, item: level.item_id },
          })
        }
        marked={(level) => changed(level.item_id, level.location_id) !== undefined}
        selection={selection}
        empty={<Empty narrowed={isNarrowed(search)} />}
      />
    </Page>
  );
}

function Total({ list: { total } }: { readonly list: Rows<unknown> }) {
  const { t } = useTranslation('stock');
  if (!total) return null;
  return total.atLeast ? t('balancesAtLeast', total) : t('balances', total);
}

function Empty({ narrowed }: { readonly narrowed: boolean }) {
  const { t } = useTranslation('stock');
  const { slug } = useOrganization();
  const organization = { organization: slug };
  if (narrowed) {
    return (
      <EmptyState
        fact={t('narrowedEmpty')}
        action={
          <Link to="/$organization/stock" params={organization} search={{}}>
            {t('clearFilters')}
          </Link>
        }
      />
    );
  }
  return (
    <EmptyState fact={t('empty')} hint={t('emptyHint')} action={<SheetActions only="receive" />} />
  );
}
