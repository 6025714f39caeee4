import { listItemsInfiniteOptions } from '@quartermaster/api-client/query';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '@/shared/commands';
import { useRows } from '@/shared/queries/use-rows';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { Button, EmptyState, Page } from '@/ui';
import { ColumnsMenu, useChosen } from '@/ui/columns-menu';
import { DataList } from '@/ui/data-list/data-list';
import { LinkButton } from '@/ui/link-button';
import { SavedViews } from '@/ui/saved-views';
import { ItemCard, useItemColumns } from './columns';
import { ItemFilters } from './filters';
import { NewItem } from './form/new-item';
import classes from './items.module.css';
import { DEFAULT_SORT, type ItemsSearch, isNarrowed, itemsSearch, SORTS } from './search';

const route = getRouteApi('/$organization/items');

export function ItemList() {
  const { t } = useTranslation('items');
  const { slug: organization } = useOrganization();
  const may = useCan()('catalog:write');
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/$organization/items' });
  const { do: _sheet, new: adding, ...filters } = search;
  const list = useRows(
    listItemsInfiniteOptions({
      path: { organization },
      query: { sort: DEFAULT_SORT, ...filters, limit: 100, count: 'true' },
    }),
  );
  const all = useItemColumns();
  const columns = useChosen('items', all);
  const change = useCallback(
    (changes: { [Name in keyof ItemsSearch]?: ItemsSearch[Name] | undefined }, replace = false) =>
      void navigate({ search: (now) => ({ ...now, ...changes }), replace }),
    [navigate],
  );
  const narrow = useCallback(
    (changes: Parameters<typeof change>[0]) => change(changes, true),
    [change],
  );
  const offered = useMemo(
    () =>
      may
        ? [
            {
              id: 'items.new',
              title: t('new'),
              group: 'do' as const,
              keys: 'N',
              run: () => change({ new: true }),
            },
          ]
        : [],
    [may, t, change],
  );
  useCommands(offered);
  const add = may && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => change({ new: true })}>
      {t('new')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      subtitle={
        list.total && t(list.total.atLeast ? 'countAtLeast' : 'count', { count: list.total.count })
      }
      actions={
        <>
          <LinkButton to="/$organization/items/categories" params={{ organization }}>
            {t('categories')}
          </LinkButton>
          {add}
        </>
      }
    >
      <SavedViews
        screen="items"
        search={filters}
        read={itemsSearch}
        given={[
          { title: t('allItems'), search: {} },
          { title: t('archivedView'), search: { archived: true } },
        ]}
        narrowed={isNarrowed(search)}
      />
      <ItemFilters
        search={search}
        narrow={narrow}
        actions={
          <span className="wide-only">
            <ColumnsMenu list="items" columns={all} />
          </span>
        }
      />
      <DataList
        label={t('title')}
        list={list}
        columns={columns}
        card={(row) => <ItemCard item={row} />}
        sort={search.sort ?? DEFAULT_SORT}
        onSort={(sort) => {
          const known = SORTS.find((name) => name === sort);
          if (known) change({ sort: known });
        }}
        onOpen={({ id }) =>
          void navigate({
            to: '/$organization/items/$item',
            params: { organization, item: id },
          })
        }
        empty={
          isNarrowed(search) ? (
            <EmptyState
              fact={t('noneMatches')}
              hint={t('noneMatchesHint')}
              action={
                <Button
                  variant="default"
                  onClick={() => void navigate({ search: ({ sort }) => (sort ? { sort } : {}) })}
                >
                  {t('clearFilters')}
                </Button>
              }
            />
          ) : (
            <EmptyState
              fact={t('none')}
              hint={may ? t('noneHint') : undefined}
              action={
                may && (
                  <span className={classes.links}>
                    {add}
                    <Link to="/$organization/imports" params={{ organization }}>
                      {t('importSheet')}
                    </Link>
                  </span>
                )
              }
            />
          )
        }
      />
      <NewItem opened={adding === true} onClose={() => change({ new: undefined }, true)} />
    </Page>
  );
}
