import type { LocationListed } from '@quartermaster/api-client';
import { listLocationsInfiniteOptions } from '@quartermaster/api-client/query';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { counted } from '@/shared/format/count';
import { useRows } from '@/shared/queries/use-rows';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { Button, EmptyState, Page } from '@/ui';
import { DataList } from '@/ui/data-list/data-list';
import { SearchField } from '@/ui/search-field';
import { TabLinks } from '@/ui/tab-links';
import { usePhone } from '@/ui/use-phone';
import { PlaceCard, usePlaceColumns } from './columns';
import classes from './list.module.css';
import { PlaceTree } from './place-tree';
import { DEFAULT_PLACE_SORT, PLACE_SORTS } from './search';

const PlaceForm = lazy(() => import('./form').then((loaded) => ({ default: loaded.PlaceForm })));
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
  const columns = usePlaceColumns();
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
      <div className={`${classes.tools} no-print`}>
        <SearchField
          label={t('search')}
          className={classes.search ?? ''}
          value={search.q ?? ''}
          onSearch={(q) =>
            navigate({ search: ({ q: _q, ...now }) => (q ? { ...now, q } : now), replace: true })
          }
        />
      </div>
      <TabLinks label={t('views')}>
        <Link
          to="/$organization/locations"
          params={{ organization: slug }}
          {...(search.archived ? {} : { 'aria-current': 'page' as const })}
        >
          {t('inUse')}
        </Link>
        <Link
          to="/$organization/locations"
          params={{ organization: slug }}
          search={{ archived: true }}
          {...(search.archived ? { 'aria-current': 'page' as const } : {})}
        >
          {t('archivedOnes')}
        </Link>
      </TabLinks>
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
          <PlaceForm onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Page>
  );
}
