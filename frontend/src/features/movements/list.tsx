import { listMovementsInfiniteOptions } from '@quartermaster/api-client/query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRows } from '@/shared/queries/use-rows';
import { useOrganization } from '@/shared/routes/organization';
import { Button, EmptyState, Page } from '@/ui';
import { ColumnsMenu, useChosen } from '@/ui/columns-menu';
import { DataList } from '@/ui/data-list/data-list';
import { SavedViews } from '@/ui/saved-views';
import { MovementCard, useMovementColumns } from './columns';
import { MovementFilters } from './filters';
import { DEFAULT_SORT, isNarrowed, movementsSearch, SORTS } from './search';

const route = getRouteApi('/$organization/movements');

/** The ledger: everything that moved, each line on the receipt it was posted with. */
export function MovementList() {
  const { t } = useTranslation('movements');
  const { slug: organization } = useOrganization();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/$organization/movements' });
  const { do: _sheet, ...filters } = search;
  const list = useRows(
    listMovementsInfiniteOptions({
      path: { organization },
      query: { sort: DEFAULT_SORT, ...filters, limit: 100, count: 'true' },
    }),
  );
  const all = useMovementColumns();
  const columns = useChosen('movements', all);
  const clear = () => void navigate({ search: ({ sort }) => (sort ? { sort } : {}) });
  return (
    <Page
      title={t('title')}
      subtitle={
        list.total && t(list.total.atLeast ? 'countAtLeast' : 'count', { count: list.total.count })
      }
    >
      <SavedViews
        screen="movements"
        search={filters}
        read={movementsSearch}
        given={[{ title: t('allMovements'), search: {} }]}
        narrowed={isNarrowed(filters)}
      />
      <MovementFilters
        search={search}
        actions={
          <span className="wide-only">
            <ColumnsMenu list="movements" columns={all} />
          </span>
        }
        narrow={(changes) =>
          void navigate({ search: (now) => ({ ...now, ...changes }), replace: true })
        }
      />
      <DataList
        label={t('title')}
        list={list}
        columns={columns}
        card={(row) => <MovementCard movement={row} />}
        sort={search.sort ?? DEFAULT_SORT}
        onSort={(sort) => {
          const known = SORTS.find((name) => name === sort);
          if (known) void navigate({ search: (now) => ({ ...now, sort: known }) });
        }}
        onOpen={({ posting_id }) =>
          void navigate({
            to: '/$organization/movements/$posting',
            params: { organization, posting: posting_id },
          })
        }
        empty={
          isNarrowed(filters) ? (
            <EmptyState
              fact={t('noneMatches')}
              hint={t('noneMatchesHint')}
              action={
                <Button variant="default" onClick={clear}>
                  {t('clearFilters')}
                </Button>
              }
            />
          ) : (
            <EmptyState fact={t('none')} hint={t('noneHint')} />
          )
        }
      />
    </Page>
  );
}
