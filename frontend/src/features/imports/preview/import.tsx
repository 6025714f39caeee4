import { commitImport, type ImportRead } from '@quartermaster/api-client';
import { getImportOptions, previewImportOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { Problem } from '@/shared/api/problem';
import { useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOrganization } from '@/shared/routes/organization';
import { Button, Card, EmptyState, Page, Pane, ProblemStrip } from '@/ui';
import { LinkButton } from '@/ui/link-button';
import classes from '../imports.module.css';
import { Changes } from './changes';
import { Faults } from './faults';
import { HowRead } from './how-read';
import { OutcomeFacts } from './outcome';

const route = getRouteApi('/$organization/imports/$import');

/** A file that was brought in: what it would do, and once it is done, what it did. */
export function ImportPage() {
  const { t } = useTranslation('imports');
  const { t: common } = useTranslation();
  const { slug: organization } = useOrganization();
  const { import: import_id } = route.useParams();
  const query = useQuery(getImportOptions({ path: { organization, import_id } }));
  const file = query.data;
  if (query.error && !file) {
    // an id that cannot be one is answered like one that is not there
    const gone = [404, 422].includes(Problem.of(query.error).status);
    const back = (
      <Link to="/$organization/imports" params={{ organization }}>
        {t('title')}
      </Link>
    );
    return (
      <Page title={t('title')}>
        {gone ? (
          <EmptyState fact={t('gone')} hint={t('goneHint')} action={back} />
        ) : (
          <ProblemStrip error={query.error} retry={() => void query.refetch()} />
        )}
      </Page>
    );
  }
  if (!file) return <Page title={t('title')}>{common('loading')}</Page>;
  return file.status === 'committed' ? <Done file={file} /> : <Preview file={file} key={file.id} />;
}

function Preview({ file }: { readonly file: ImportRead }) {
  const { t, i18n } = useTranslation('imports');
  const { slug: organization } = useOrganization();
  const invalidate = useInvalidate();
  const path = { organization, import_id: file.id };
  const query = useQuery({ ...previewImportOptions({ path }), staleTime: 0 });
  const preview = query.data;
  const [key] = useState(newKey);
  const { submit, pending, problem, rest } = useSubmit(async () => {
    try {
      await commitImport({ path, headers: once(key), throwOnError: true });
    } finally {
      // refused or done: what it would do, or that it did, is asked again
      await invalidate('imports', 'items', 'categories', 'locations', 'stock');
    }
  });
  const faults = preview?.error_count ?? file.error_count;
  const said = new Intl.NumberFormat(i18n.language).format(file.rows);
  return (
    <Page
      title={file.file_name || t('untitled')}
      subtitle={t('rowsOf', { kind: t(`kinds.${file.kind}`), count: file.rows, said })}
      actions={
        <Button
          loading={pending}
          disabled={!preview || faults > 0}
          aria-describedby="import-state"
          onClick={() => void submit()}
        >
          {t('commit', { count: file.rows, said })}
        </Button>
      }
    >
      <Pane>
        {query.error && <ProblemStrip error={query.error} retry={() => void query.refetch()} />}
        {problem && (
          <ProblemStrip
            error={problem}
            rest={problem.code === 'bad_cells' ? [] : rest}
            {...(problem.passing ? { retry: () => void submit() } : {})}
          />
        )}
        <p id="import-state" role="status" className={classes.status}>
          {pending
            ? t('committing')
            : !preview
              ? t('comparing')
              : faults > 0
                ? t('cannotYet', { count: faults })
                : t('ready')}
        </p>
        {faults > 0 && <Faults errors={preview?.errors ?? file.errors} count={faults} />}
        {/* nothing is counted while cells cannot be used */}
        {preview && faults === 0 && (
          <Card title={t('wouldDo')}>
            <OutcomeFacts outcome={preview.outcome} kind={preview.kind} />
            <Changes preview={preview} />
          </Card>
        )}
        <HowRead file={file} />
      </Pane>
    </Page>
  );
}

/** Says that it was done because the server says so, with the counts of what was done. */
function Done({ file }: { readonly file: ImportRead }) {
  const { t } = useTranslation('imports');
  const { slug: organization } = useOrganization();
  return (
    <Page title={file.file_name || t('untitled')} subtitle={t('statuses.committed')}>
      <Pane>
        <Card title={t('did')}>
          {file.report && <OutcomeFacts outcome={file.report} kind={file.kind} />}
          <div className={classes.next}>
            {file.kind === 'stock' && (
              <LinkButton to="/$organization/stock" params={{ organization }}>
                {t('toStock')}
              </LinkButton>
            )}
            {file.kind !== 'locations' && (
              <LinkButton to="/$organization/items" params={{ organization }}>
                {t('toItems')}
              </LinkButton>
            )}
            {file.posting_id !== null && (
              <LinkButton
                to="/$organization/movements/$posting"
                params={{ organization, posting: file.posting_id }}
              >
                {t('toReceipt')}
              </LinkButton>
            )}
            <LinkButton to="/$organization/imports" params={{ organization }}>
              {t('another')}
            </LinkButton>
          </div>
        </Card>
        <HowRead file={file} />
      </Pane>
    </Page>
  );
}
