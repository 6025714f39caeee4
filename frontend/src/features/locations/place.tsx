import type { LevelRead, LocationRead } from '@quartermaster/api-client';
import {
  getLocationContentsInfiniteOptions,
  getLocationOptions,
  listLocationsInfiniteOptions,
} from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { counted } from '@/shared/format/count';
import { useRows } from '@/shared/queries/use-rows';
import { useOrganization } from '@/shared/routes/organization';
import { EmptyState, Nothing, Page, Path, ProblemStrip } from '@/ui';
import { type Column, DataList } from '@/ui/data-list/data-list';
import { LevelCard, useLevelColumns } from '@/ui/levels/columns';
import { Views } from '@/ui/views';

import { PlaceActions } from './actions';
import { PlaceCard, usePlaceColumns } from './columns';
import { PlaceFacts } from './facts';
import classes from './place.module.css';
import { DEFAULT_LEVEL_SORT, DEFAULT_PLACE_SORT, LEVEL_SORTS } from './search';

/** Their paths from here on; what is held shows in the gauge, as the tree takes its width. */
function useColumnsBelow(depth: number): readonly Column<LevelRead>[] {
  const columns = useLevelColumns();
  return useMemo(
    () =>
      columns
        .filter(({ id }) => id !== 'reserved' && id !== 'changed')
        .map((column) =>
          column.id === 'location'
            ? { ...column, cell: (level) => <PathBelow parts={level.location_path.slice(depth)} /> }
            : column,
        ),
    [columns, depth],
  );
}

const PathBelow = ({ parts }: { readonly parts: readonly string[] }) =>
  parts.length === 0 ? <Nothing /> : <Path parts={parts} />;

const route = getRouteApi('/$organization/locations/$location');

export function PlacePage() {
  const { t } = useTranslation();
  const { slug } = useOrganization();
  const { location: id } = route.useParams();
  const { data, error, refetch } = useQuery(
    getLocationOptions({ path: { organization: slug, location_id: id } }),
  );
  if (data) return <Place key={data.id} place={data} />;
  if (error) return <ProblemStrip error={error} retry={() => void refetch()} />;
  return <Page title={t('loading')}>{null}</Page>;
}

/** What is in a place and below it, and the places that stand in it. */
function Place({ place }: { readonly place: LocationRead }) {
  const { t, i18n } = useTranslation('locations');
  const { slug } = useOrganization();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/$organization/locations/$location' });
  const sort = search.sort ?? DEFAULT_LEVEL_SORT;
  const levels = useRows(
    getLocationContentsInfiniteOptions({
      path: { organization: slug, location_id: place.id },
      query: { sort, limit: 100, count: 'true' },
    }),
  );
  const places = useRows(
    listLocationsInfiniteOptions({
      path: { organization: slug },
      query: {
        parent_id: place.id,
        archived: place.archived_at !== null,
        limit: 100,
        count: 'true',
      },
    }),
  );
  const levelColumns = useColumnsBelow(place.path.length);
  const placeColumns = usePlaceColumns();
  const params = { organization: slug, location: place.id };
  const shown = search.show === 'places' ? places : levels;
  return (
    <Page title={place.name} actions={<PlaceActions place={place} inside={places.total} />}>
      <PlaceFacts place={place} />
      <Views label={t('contents')}>
        <Link
          to="/$organization/locations/$location"
          params={params}
          data-current={!search.show || undefined}
          activeOptions={{ exact: true }}
          activeProps={{}}
        >
          {t('stock')}
          {levels.total && <small>{counted(levels.total, i18n.language)}</small>}
        </Link>
        <Link
          to="/$organization/locations/$location"
          params={params}
          search={{ show: 'places' }}
          data-current={search.show !== undefined || undefined}
          activeOptions={{ exact: true }}
          activeProps={{}}
        >
          {t('placesInIt')}
          {places.total && <small>{counted(places.total, i18n.language)}</small>}
        </Link>
      </Views>
      {search.show === 'places' ? (
        <DataList
          label={t('placesInIt')}
          list={places}
          columns={placeColumns.map(({ sort: _sort, ...column }) => column)}
          card={(row) => <PlaceCard place={row} />}
          sort={DEFAULT_PLACE_SORT}
          onSort={() => undefined}
          onOpen={(row) =>
            navigate({
              to: '/$organization/locations/$location',
              params: { organization: slug, location: row.id },
              search: {},
            })
          }
          empty={<EmptyState fact={t('noPlacesInIt')} />}
        />
      ) : (
        <DataList
          label={t('stockIn', { name: place.name })}
          list={levels}
          columns={levelColumns}
          card={(row) => <LevelCard level={row} />}
          sort={sort}
          onSort={(wanted) => {
            const known = LEVEL_SORTS.find((name) => name === wanted);
            if (known) void navigate({ search: (now) => ({ ...now, sort: known }) });
          }}
          onOpen={(row) =>
            navigate({
              to: '/$organization/stock',
              params: { organization: slug },
              search: { item_id: row.item_id },
            })
          }
          empty={<EmptyState fact={t('holdsNothing')} hint={t('holdsNothingHint')} />}
        />
      )}
      {shown.below.more && shown.total && (
        <p className={classes.printed}>
          {t('printedPart', {
            rows: shown.rows.length,
            total: counted(shown.total, i18n.language),
          })}
        </p>
      )}
    </Page>
  );
}
