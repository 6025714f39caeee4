import type { LocationListed } from '@quartermaster/api-client';
import { listLocationsInfiniteOptions } from '@quartermaster/api-client/query';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { arrived } from '@/shared/arrived';
import { counted } from '@/shared/format/count';
import { useRows } from '@/shared/queries/use-rows';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { Button, EmptyState, Page } from '@/ui';
import { ColumnsMenu, useChosen } from '@/ui/columns-menu';
import { DataList } from '@/ui/data-list/data-list';
import { Filters } from '@/ui/filters';
import { SavedViews } from '@/ui/saved-views';
import { usePhone } from '@/ui/use-phone';
import { PlaceCard, usePlaceColumns } from './columns';
import { PlaceTree } from './place-tree';
import { DEFAULT_PLACE_SORT, PLACE_SORTS, placesSearch } from './search';

const NewPlace = lazy(() =>
  arrived(import('./new-place')).then((loaded) => ({ default: loaded.NewPlace })),
);
const route = getRouteApi('/$organization/locations/');

/** Every place, to look one up; on a phone the tree, until something is looked for. */
export function PlaceList() {
  const { t, i18n } = useTranslation('locations');
  const { slug } = useOrganization();
  const can = useCan();
  const phone = usePhone();
  const { do: _sheet, ...search } = route.useSearch();
  const navigate = useNavigate({ from: '/$organization/locations/' });
  const [adding, setAdding] = useState(false);
  const list = useRows(
    listLocationsInfiniteOptions({
      path: { organization: slug },
      query: { sort: DEFAULT_PLACE_SORT, ...search, limit: 100, count: 'true' },
    }),
  );
  const look = useCallback(
    (q: string) =>
      void navigate({
        search: ({ q: _before, ...now }) => (q.trim() ? { ...now, q: q.trim() } : now),
        replace: true,
      }),
    [navigate],
  );
  const all = usePlaceColumns();
  const columns = useChosen('locations', all);
  const narrowed = search.q !== undefined || search.archived === true;
  const open = (row: LocationListed) =>
    navigate({
      to: '/$organization/locations/$location',
      params: { organization: slug, location: row.id },
    });
  const add = can('locations:write') && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      subtitle={
        list.total &&
        t('counted', { count: list.total.count, said: counted(list.total, i18n.language) })
      }
      actions={add}
    >
      <SavedViews
        screen="locations"
        search={search}
        read={placesSearch}
        given={[
          { title: t('inUse'), search: {} },
          { title: t('archivedOnes'), search: { archived: true } },
        ]}
        narrowed={narrowed}
      />
      <Filters
        search={{ label: t('search'), value: search.q ?? '', onChange: look }}
        actions={
          <span className="wide-only">
            <ColumnsMenu list="locations" columns={all} />
          </span>
        }
      />
      {phone && !narrowed && (list.total?.count ?? 1) > 0 ? (
        <PlaceTree />
      ) : (
        <DataList
          label={t('title')}
          list={list}
          columns={columns}
          card={(row) => <PlaceCard place={row} />}
          sort={search.sort ?? DEFAULT_PLACE_SORT}
          onSort={(sort) => {
            const known = PLACE_SORTS.find((name) => name === sort);
            if (known) void navigate({ search: (now) => ({ ...now, sort: known }) });
          }}
          onOpen={open}
          empty={
            search.q !== undefined ? (
              <EmptyState
                fact={t('nothingFound', { q: search.q })}
                action={
                  <Link to="/$organization/locations" params={{ organization: slug }}>
                    {t('showAll')}
                  </Link>
                }
              />
            ) : search.archived ? (
              <EmptyState fact={t('nothingArchived')} />
            ) : (
              <EmptyState fact={t('none')} hint={t('noneHint')} action={add} />
            )
          }
        />
      )}
      {adding && (
        <Suspense>
          <NewPlace onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Page>
  );
}
