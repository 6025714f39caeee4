import { exportItems, exportStock } from '@quartermaster/api-client';
import { listItemsOptions, listStockOptions } from '@quartermaster/api-client/query';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { save } from '@/shared/files/save';
import { useOrganization } from '@/shared/routes/organization';
import { Button, Card, ProblemStrip } from '@/ui';
import classes from './imports.module.css';

/** What is here as spreadsheets; the import reads them again. */
export function Exports() {
  const { t } = useTranslation('imports');
  const { slug: organization } = useOrganization();
  const path = { organization };
  const items = useQuery(listItemsOptions({ path, query: { limit: 1, count: 'exact' } }));
  const levels = useQuery(
    listStockOptions({ path, query: { limit: 1, count: 'exact', held: true } }),
  );
  return (
    <Card title={t('exports')}>
      <p className={classes.quiet}>{t('exportsHint')}</p>
      <div className={classes.exports}>
        <Export
          label={t('exportItems')}
          rows={items.data?.total ?? null}
          file={`${organization}-items.csv`}
          load={() => exportItems(asked(path))}
        />
        <Export
          label={t('exportStock')}
          rows={levels.data?.total ?? null}
          file={`${organization}-stock.csv`}
          load={() => exportStock(asked(path))}
        />
      </div>
    </Card>
  );
}

/** With the mark by which spreadsheet programs know UTF-8, and as the bytes that came. */
const asked = (path: { readonly organization: string }) =>
  ({ path, query: { bom: true }, parseAs: 'blob', throwOnError: true }) as const;

interface ExportProps {
  readonly label: string;
  /** Null while they are counted. */
  readonly rows: number | null;
  readonly file: string;
  readonly load: () => Promise<{ readonly data: unknown }>;
}

function Export({ label, rows, file, load }: ExportProps) {
  const { t, i18n } = useTranslation('imports');
  const { submit, pending, problem } = useSubmit(async () => {
    const { data } = await load();
    if (data instanceof Blob) save(data, file);
  });
  const count = rows ?? 0;
  return (
    <div className={classes.export}>
      <Button
        variant="default"
        leftSection={<IconDownload size={18} stroke={1.75} aria-hidden />}
        loading={pending}
        onClick={() => void submit()}
      >
        {label}
      </Button>
      {rows !== null && (
        <span className={classes.quiet}>
          {t('rows', { count, said: new Intl.NumberFormat(i18n.language).format(count) })}
        </span>
      )}
      {problem && <ProblemStrip error={problem} retry={() => void submit()} />}
    </div>
  );
}
