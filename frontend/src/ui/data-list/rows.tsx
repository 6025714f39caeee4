import { useTranslation } from 'react-i18next';
import type { DataListProps } from './data-list';
import classes from './data-list.module.css';
import { Head } from './head';

export interface ShownProps<Row extends { readonly id: string }> extends DataListProps<Row> {
  readonly shown: readonly { readonly index: number }[];
  readonly pad: { readonly before: number; readonly after: number };
  readonly height: number;
  /** The row that keys move from. */
  readonly active: number;
  readonly onActive: (index: number) => void;
  /** Ids of rows that were just changed. */
  readonly changed: ReadonlySet<string>;
}

export function Table<Row extends { readonly id: string }>(props: ShownProps<Row>) {
  const { list, columns, shown, pad, height, active, selection, onOpen } = props;
  const { t } = useTranslation();
  const width = columns.length + (selection ? 1 : 0);
  return (
    <table className={classes.table} aria-rowcount={list.total?.count ?? -1}>
      <Head {...props} />
      <tbody>
        <Spacer height={pad.before} span={width} />
        {shown.map(({ index }) => {
          const row = list.rows[index];
          if (!row) return null;
          return (
            <tr
              key={row.id}
              data-index={index}
              aria-rowindex={index + 2}
              tabIndex={index === active ? 0 : -1}
              className={classes.row}
              data-selected={selection?.has(row.id) || undefined}
              {...marks(props, row)}
              style={{ height }}
              onFocus={() => props.onActive(index)}
              onClick={() => onOpen(row)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(row);
              }}
            >
              {selection && (
                <td className={classes.pick}>
                  <input
                    type="checkbox"
                    aria-label={t('select')}
                    checked={selection.has(row.id)}
                    onClick={(event) => event.stopPropagation()}
                    onChange={() => selection.toggle(row.id)}
                  />
                </td>
              )}
              {columns.map((column) => (
                <td key={column.id} data-align={column.align} data-below={column.below}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          );
        })}
        <Spacer height={pad.after} span={width} />
      </tbody>
    </table>
  );
}

const Spacer = ({ height, span }: { readonly height: number; readonly span: number }) =>
  height > 0 ? (
    <tr className={classes.spacer}>
      <td colSpan={span} style={{ height }} />
    </tr>
  ) : null;

export function Cards<Row extends { readonly id: string }>(props: ShownProps<Row>) {
  const { list, shown, pad, height, card, onOpen } = props;
  return (
    <ul className={classes.cards} style={{ paddingTop: pad.before, paddingBottom: pad.after }}>
      {shown.map(({ index }) => {
        const row = list.rows[index];
        if (!row) return null;
        return (
          <li key={row.id} {...marks(props, row)}>
            <button
              type="button"
              data-index={index}
              className={classes.card}
              style={{ height }}
              onFocus={() => props.onActive(index)}
              onClick={() => onOpen(row)}
            >
              {card(row)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const marks = <Row extends { readonly id: string }>(
  { marked, changed }: Pick<ShownProps<Row>, 'marked' | 'changed'>,
  row: Row,
) => ({
  'data-marked': marked?.(row) || undefined,
  'data-changed': changed.has(row.id) || undefined,
});
