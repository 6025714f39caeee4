import type { CellFaultRead } from '@quartermaster/api-client';
import { useTranslation } from 'react-i18next';
import { Card, Nothing } from '@/ui';
import { type PlainColumn, PlainTable } from '@/ui/plain-table';
import { Drop } from '../drop';
import classes from '../imports.module.css';
import { useUpload } from '../upload';
import { UploadProblem } from '../upload-problem';

interface FaultsProps {
  /** The first of them. */
  readonly errors: readonly CellFaultRead[];
  readonly count: number;
}

/** Every cell that cannot be used, as it is found in the sheet; the mended file is dropped here. */
export function Faults({ errors, count }: FaultsProps) {
  const { t } = useTranslation('imports');
  const upload = useUpload();
  const columns: PlainColumn<CellFaultRead>[] = [
    { id: 'row', header: t('row'), cell: ({ row }) => t('rowNumber', { row }) },
    {
      id: 'column',
      header: t('column'),
      cell: ({ column }) => (column === null ? <Nothing /> : <b>{column}</b>),
    },
    { id: 'message', header: t('fault'), cell: ({ message }) => message },
  ];
  return (
    <Card title={t('badCells', { count })}>
      <div className={classes.form}>
        <p className={classes.quiet}>{t('mend')}</p>
        <PlainTable
          label={t('badCells', { count })}
          columns={columns}
          rows={errors}
          rowKey={({ row, column, code, message }) => `${row} ${column ?? ''} ${code} ${message}`}
        />
        {errors.length < count && (
          <p className={classes.quiet}>{t('firstOf', { shown: errors.length, count })}</p>
        )}
        <UploadProblem upload={upload} />
        <Drop pending={upload.pending} onFile={(file) => upload.send(file)} />
      </div>
    </Card>
  );
}
