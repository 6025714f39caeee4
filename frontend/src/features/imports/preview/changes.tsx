import type { Difference, ImportPreview } from '@quartermaster/api-client';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asText, difference } from '@/shared/format/quantity';
import { Nothing, Plate } from '@/ui';
import { Flow } from '@/ui/flow';
import { type PlainColumn, PlainTable } from '@/ui/plain-table';
import classes from '../imports.module.css';

/** What would become of it, in names and numbers; the server lists the first hundred of each. */
export function Changes({ preview }: { readonly preview: ImportPreview }) {
  const { t } = useTranslation('imports');
  const { outcome, new_items, new_categories, new_locations, differences } = preview;
  const moved = outcome.levels_raised + outcome.levels_lowered;
  return (
    <>
      <Names label={t('newItems')} names={new_items} count={outcome.items_created} />
      <Names label={t('newCategories')} names={new_categories} count={outcome.categories_created} />
      <Names label={t('newLocations')} names={new_locations} count={outcome.locations_created} />
      {differences.length > 0 && (
        <Folded label={t('differences')} count={moved} shown={differences.length}>
          <Differences rows={differences} />
        </Folded>
      )}
    </>
  );
}

interface FoldedProps {
  readonly label: string;
  readonly count: number;
  readonly shown: number;
  readonly children: ReactNode;
}

function Folded({ label, count, shown, children }: FoldedProps) {
  const { t } = useTranslation('imports');
  return (
    <details className={classes.folded}>
      <summary>
        {label} <span className={classes.quiet}>{count}</span>
      </summary>
      {children}
      {shown < count && <p className={classes.quiet}>{t('firstOf', { shown, count })}</p>}
    </details>
  );
}

interface NamesProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly count: number;
}

const Names = ({ label, names, count }: NamesProps) =>
  names.length === 0 ? null : (
    <Folded label={label} count={count} shown={names.length}>
      <ul className={classes.names}>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </Folded>
  );

function Differences({ rows }: { readonly rows: readonly Difference[] }) {
  const { t, i18n } = useTranslation('imports');
  const said = (value: string) => asText(value, i18n.language);
  const columns: PlainColumn<Difference>[] = [
    { id: 'item', header: t('fields.name'), cell: ({ item }) => <b>{item}</b> },
    { id: 'place', header: t('fields.location'), cell: ({ location }) => location },
    {
      id: 'lot',
      header: t('fields.lot'),
      cell: ({ lot }) => (lot === '' ? <Nothing /> : <Plate>{lot}</Plate>),
    },
    {
      id: 'level',
      header: t('fromTo'),
      align: 'right',
      cell: ({ present, after, unit }) => (
        <Flow from={said(present)} to={`${said(after)} ${unit}`} />
      ),
    },
    {
      id: 'difference',
      header: t('difference'),
      align: 'right',
      cell: ({ present, after }) => {
        const change = difference(after, present);
        return `${change.startsWith('-') ? '' : '+'}${said(change)}`;
      },
    },
    { id: 'row', header: t('row'), align: 'right', cell: ({ row }) => row },
  ];
  return (
    <PlainTable
      label={t('differences')}
      columns={columns}
      rows={rows}
      rowKey={({ row, item, location, lot }) => `${row} ${item} ${location} ${lot}`}
    />
  );
}
