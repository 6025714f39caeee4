import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import classes from './plain-table.module.css';

export interface PlainColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** Read aloud, not seen. */
  readonly hidden?: boolean;
  readonly align?: 'right';
  readonly cell: (row: Row) => ReactNode;
}

interface PlainTableProps<Row> {
  readonly label: string;
  /** The first says what the row is about. */
  readonly columns: readonly PlainColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** A line that counts no longer, such as a reversed one. */
  readonly muted?: (row: Row) => boolean;
}

/** What a column needs so that words stay whole, in pixels. */
const COLUMN = 88;

/** A short table within a page; where it is too narrow every row is a block with its values named. */
export function PlainTable<Row>(props: PlainTableProps<Row>) {
  const place = useRef<HTMLDivElement>(null);
  const [narrow, setNarrow] = useState(false);
  const needed = props.columns.length * COLUMN;
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const judge = () => setNarrow(element.clientWidth < needed);
    judge();
    const observer = new ResizeObserver(judge);
    observer.observe(element);
    return () => observer.disconnect();
  }, [needed]);
  return <div ref={place}>{narrow ? <Blocks {...props} /> : <Lines {...props} />}</div>;
}

const Lines = <Row,>({ label, columns, rows, rowKey, muted }: PlainTableProps<Row>) => (
  <table className={classes.table} aria-label={label}>
    <thead>
      <tr>
        {columns.map(({ id, header, hidden, align }) => (
          <th key={id} scope="col" data-align={align}>
            <span className={hidden ? 'vh' : undefined}>{header}</span>
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={rowKey(row)} data-muted={muted?.(row) || undefined}>
          {columns.map(({ id, align, cell }) => (
            <td key={id} data-align={align}>
              {cell(row)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

const Blocks = <Row,>({ label, columns, rows, rowKey, muted }: PlainTableProps<Row>) => (
  <ul className={classes.blocks} aria-label={label}>
    {rows.map((row) => (
      <li key={rowKey(row)} data-muted={muted?.(row) || undefined}>
        {columns.map(({ id, header, hidden, cell }, index) => (
          <div key={id}>
            {index > 0 && !hidden && <span className={classes.name}>{header}</span>}
            <span className={classes.value}>{cell(row)}</span>
          </div>
        ))}
      </li>
    ))}
  </ul>
);
