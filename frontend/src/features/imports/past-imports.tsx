import type { ImportListed, ImportStatus } from '@quartermaster/api-client';
import { listImportsInfiniteOptions } from '@quartermaster/api-client/query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNames } from '@/shared/lookups/members';
import { useRows } from '@/shared/queries/use-rows';
import { useOrganization } from '@/shared/routes/organization';
import { Button, Card, Choice, Nothing, ProblemStrip, Tag, Time } from '@/ui';
import { type PlainColumn, PlainTable } from '@/ui/plain-table';
import classes from './imports.module.css';
import { STATUSES } from './search';

const route = getRouteApi('/$organization/imports');

/** The files that were brought in, newest first, and what became of them. */
export function PastImports() {
  const { t } = useTranslation('imports');
  const { t: common } = useTranslation();
  const { slug: organization } = useOrganization();
  const { status } = route.useSearch();
  const navigate = useNavigate({ from: '/$organization/imports' });
  const columns = useColumns(organization);
  const list = useRows(
    listImportsInfiniteOptions({
      path: { organization },
      query: { limit: 50, sort: '-created_at', ...(status ? { status } : {}) },
    }),
  );
  const none = !list.waiting && !list.error && list.rows.length === 0;
  return (
    <Card
      title={t('past')}
      actions={
        (!none || status) && (
          <Choice
            aria-label={t('status')}
            value={status ?? ''}
            onChange={(event) => {
              const next = (event.currentTarget.value || undefined) as ImportStatus | undefined;
              void navigate({ search: (now) => ({ ...now, status: next }), replace: true });
            }}
            data={[
              { value: '', label: t('all') },
              ...STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) })),
            ]}
          />
        )
      }
    >
      {list.error && <ProblemStrip error={list.error} retry={list.retry} />}
      {list.waiting && !list.error && <p className={classes.quiet}>{common('loading')}</p>}
      {none && <p className={classes.quiet}>{t(status ? 'noneMatches' : 'none')}</p>}
      {list.rows.length > 0 && (
        <PlainTable label={t('past')} columns={columns} rows={list.rows} rowKey={({ id }) => id} />
      )}
      {list.below.more && (
        <Button variant="default" onClick={list.below.load}>
          {t('older')}
        </Button>
      )}
    </Card>
  );
}

function useColumns(organization: string): readonly PlainColumn<ImportListed>[] {
  const { t } = useTranslation('imports');
  const nameOf = useNames();
  return [
    {
      id: 'file',
      header: t('file'),
      cell: ({ id, file_name }) => (
        <Link
          className={classes.file}
          to="/$organization/imports/$import"
          params={{ organization, import: id }}
        >
          {file_name}
        </Link>
      ),
    },
    { id: 'kind', header: t('kind'), cell: ({ kind }) => t(`kinds.${kind}`) },
    {
      id: 'rows',
      header: t('rowsHeader'),
      align: 'right',
      cell: ({ rows }) => rows,
    },
    { id: 'state', header: t('status'), cell: (row) => <State row={row} /> },
    { id: 'who', header: t('who'), cell: ({ actor_id }) => nameOf(actor_id) ?? <Nothing /> },
    {
      id: 'when',
      header: t('when'),
      align: 'right',
      cell: ({ committed_at, created_at }) => <Time at={committed_at ?? created_at} />,
    },
  ];
}

function State({ row: { status, fault_count } }: { readonly row: ImportListed }) {
  const { t } = useTranslation('imports');
  if (status === 'uploaded' && fault_count > 0) {
    return <Tag state="out">{t('badCells', { count: fault_count })}</Tag>;
  }
  return t(`statuses.${status}`);
}
