import type { ActivityRead } from '@quartermaster/api-client';
import { listActivityInfiniteOptions, listMembersOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { arrived } from '@/shared/arrived';
import { counted } from '@/shared/format/count';
import { day } from '@/shared/format/time';
import { useRows } from '@/shared/queries/use-rows';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { Choice, EmptyState, Page, TextField, Time } from '@/ui';
import { type Column, DataList } from '@/ui/data-list/data-list';
import { type Chip, Filters } from '@/ui/filters';
import { aboutWhat, type Change, changesIn, telling } from './changes';
import classes from './list.module.css';
import { type ActivitySearch, DEFAULT_SORT, ENTITIES } from './search';
import { useWords } from './words';

const Details = lazy(() =>
  arrived(import('./details')).then((loaded) => ({ default: loaded.Details })),
);
const route = getRouteApi('/$organization/activity');

/** Who changed what, and when. */
export function ActivityList() {
  const { t } = useTranslation('activity');
  const can = useCan();
  return (
    <Page title={t('title')}>
      {can('activity:read') ? <Log /> : <EmptyState fact={t('notYours')} />}
    </Page>
  );
}

function Log() {
  const { t, i18n } = useTranslation('activity');
  const { slug } = useOrganization();
  const { do: _sheet, ...search } = route.useSearch();
  const navigate = useNavigate({ from: '/$organization/activity' });
  const [open, setOpen] = useState<ActivityRead>();
  const { since, ...rest } = search;
  const list = useRows(
    listActivityInfiniteOptions({
      path: { organization: slug },
      query: {
        sort: DEFAULT_SORT,
        ...rest,
        ...(since ? { since: new Date(`${since}T00:00:00`).toISOString() } : {}),
        limit: 100,
        count: 'true',
      },
    }),
  );
  const change = (changes: Partial<ActivitySearch>) =>
    void navigate({ search: (now) => ({ ...now, ...changes }) });
  const columns = useColumns();
  const narrowed = Object.keys(rest).some((name) => name !== 'sort') || since !== undefined;
  return (
    <>
      <ActivityFilters search={search} onChange={change} />
      <p className="vh" role="status">
        {list.total &&
          t('counted', { count: list.total.count, said: counted(list.total, i18n.language) })}
      </p>
      <DataList
        label={t('title')}
        list={list}
        columns={columns}
        card={(row) => <Card row={row} />}
        sort={search.sort ?? DEFAULT_SORT}
        onSort={(sort) => change({ sort: sort === 'created_at' ? 'created_at' : undefined })}
        onOpen={setOpen}
        empty={
          narrowed ? (
            <EmptyState
              fact={t('nothingFits')}
              action={
                <Link to="/$organization/activity" params={{ organization: slug }}>
                  {t('showAll')}
                </Link>
              }
            />
          ) : (
            <EmptyState fact={t('nothingYet')} />
          )
        }
      />
      {open && (
        <Suspense>
          <Details row={open} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </>
  );
}

interface ActivityFiltersProps {
  readonly search: ActivitySearch;
  readonly onChange: (changes: Partial<ActivitySearch>) => void;
}

function ActivityFilters({ search, onChange }: ActivityFiltersProps) {
  const { t, i18n } = useTranslation('activity');
  const { slug } = useOrganization();
  const { data } = useQuery(
    listMembersOptions({ path: { organization: slug }, query: { limit: 200 } }),
  );
  const people = (data?.items ?? []).map((one) => ({
    value: one.user_id,
    label: one.full_name || one.email,
  }));
  const person = people.find((one) => one.value === search.actor_id)?.label;
  return (
    <Filters chips={chipsOf(search, person, t, i18n.language, onChange)}>
      <Choice
        label={t('entity')}
        value={search.entity_type ?? ''}
        onChange={(event) =>
          onChange({ entity_type: ENTITIES.find((one) => one === event.currentTarget.value) })
        }
        data={[
          { value: '', label: t('everything') },
          ...ENTITIES.map((one) => ({ value: one, label: t(`entities.${one}`) })),
        ]}
      />
      <Choice
        label={t('person')}
        value={search.actor_id ?? ''}
        onChange={(event) => onChange({ actor_id: event.currentTarget.value || undefined })}
        data={[{ value: '', label: t('everybody') }, ...people]}
      />
      <TextField
        type="date"
        label={t('since')}
        value={search.since ?? ''}
        onChange={(event) => onChange({ since: event.currentTarget.value || undefined })}
      />
    </Filters>
  );
}

/** What the log is narrowed to, each to be taken away. */
function chipsOf(
  { entity_type, entity_id, actor_id, since }: ActivitySearch,
  person: string | undefined,
  t: TFunction<'activity'>,
  language: string,
  onChange: (changes: Partial<ActivitySearch>) => void,
): readonly Chip[] {
  const chip = (name: keyof ActivitySearch, label: string, value: string): Chip => ({
    name,
    label,
    value,
    remove: () => onChange({ [name]: undefined }),
  });
  return [
    ...(entity_type ? [chip('entity_type', t('entity'), t(`entities.${entity_type}`))] : []),
    // somebody who is not in the list is no member any more
    ...(actor_id ? [chip('actor_id', t('person'), person ?? t('former'))] : []),
    ...(since ? [chip('since', t('since'), day(since, language))] : []),
    ...(entity_id ? [chip('entity_id', t('history'), t('ofOne'))] : []),
  ];
}

function useColumns(): readonly Column<ActivityRead>[] {
  const { t } = useTranslation('activity');
  const words = useWords();
  return useMemo(
    () => [
      {
        id: 'at',
        header: t('when'),
        sort: 'created_at',
        cell: ({ created_at }) => <Time at={created_at} />,
      },
      { id: 'who', header: t('who'), cell: ({ actor }) => actor ?? t('system') },
      {
        id: 'what',
        header: t('what'),
        cell: (row) => <What row={row} verb={words.verb(row.verb)} />,
      },
      {
        id: 'changes',
        header: t('changes'),
        cell: (row) => <Summary changes={changesIn(row.changes)} />,
      },
    ],
    [t, words],
  );
}

const What = ({ row, verb }: { readonly row: ActivityRead; readonly verb: string }) => (
  <span className={classes.what}>
    {verb} <b>{row.entity_name ?? aboutWhat(changesIn(row.changes))}</b>
  </span>
);

/** As much of it as fits; the row opens the rest. */
function Summary({ changes }: { readonly changes: readonly Change[] }) {
  const { field } = useWords();
  return (
    <span className={classes.summary}>
      {telling(changes)
        .map((change) => `${field(change.field)}: ${between(change)}`)
        .join(' · ')}
    </span>
  );
}

const between = ({ before, after }: Change): string =>
  before === null ? (after ?? '–') : `${before} → ${after ?? '–'}`;

function Card({ row }: { readonly row: ActivityRead }) {
  const { t } = useTranslation('activity');
  const words = useWords();
  return (
    <span className={classes.card}>
      <What row={row} verb={words.verb(row.verb)} />
      <Time at={row.created_at} />
      <span className={classes.summary}>{row.actor ?? t('system')}</span>
    </span>
  );
}
