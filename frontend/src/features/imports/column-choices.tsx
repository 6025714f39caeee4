import type { ImportKind } from '@quartermaster/api-client';
import { useTranslation } from 'react-i18next';
import { Choice } from '@/ui';
import { type PlainColumn, PlainTable } from '@/ui/plain-table';
import { FIELDS, fieldOf, type Reading, saidTwice } from './reading';

interface ColumnChoicesProps {
  readonly kind: ImportKind;
  readonly columns: readonly string[];
  readonly mapping: Reading['mapping'];
  readonly onChange: (mapping: Reading['mapping']) => void;
}

/** Each column of the file, and what it is to become. */
export function ColumnChoices({ kind, columns, mapping, onChange }: ColumnChoicesProps) {
  const { t } = useTranslation('imports');
  const twice = saidTwice(mapping);
  const shown: readonly PlainColumn<string>[] = [
    { id: 'column', header: t('column'), cell: (column) => <b>{column}</b> },
    {
      id: 'becomes',
      header: t('becomes'),
      cell: (column) => (
        <Choice
          aria-label={t('columnBecomes', { column })}
          value={fieldOf(kind, mapping[column]) ?? ''}
          onChange={(event) =>
            onChange({ ...mapping, [column]: event.currentTarget.value || null })
          }
          error={twice.has(column) ? t('twice') : undefined}
          data={[
            { value: '', label: t('leftOut') },
            ...FIELDS[kind].map((value) => ({ value, label: t(`fields.${value}`) })),
          ]}
        />
      ),
    },
  ];
  return (
    <PlainTable label={t('columns')} columns={shown} rows={columns} rowKey={(column) => column} />
  );
}
