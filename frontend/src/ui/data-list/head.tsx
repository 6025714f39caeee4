import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Column, Selection } from './data-list';
import classes from './data-list.module.css';

interface HeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly selection?: Selection;
}

/** Column names; a click on one that can be sorted by sorts falling, the next one rising. */
export function Head<Row>({ columns, sort, onSort, selection }: HeadProps<Row>) {
  const key = sort.replace(/^-/, '');
  const falling = sort.startsWith('-');
  return (
    <thead>
      <tr>
        {selection && <td className={classes.pick} />}
        {columns.map((column) => {
          const current = column.sort === key;
          const Arrow = falling ? IconArrowDown : IconArrowUp;
          return (
            <th
              key={column.id}
              scope="col"
              data-align={column.align}
              data-below={column.below}
              aria-sort={current ? (falling ? 'descending' : 'ascending') : undefined}
            >
              {column.sort === undefined ? (
                <span className={column.hidden ? 'vh' : undefined}>{column.header}</span>
              ) : (
                <button
                  type="button"
                  onClick={() => onSort(current && falling ? key : `-${column.sort}`)}
                >
                  {column.header}
                  {current && <Arrow size={13} aria-hidden />}
                </button>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
