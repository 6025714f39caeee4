import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Keeps what one looks at where it is when rows are added or dropped above it.
 *
 * Finds the row that was first in the new rows, or the new first one in the old: their distance is
 * how far everything moved.
 */
export function useAnchor(
  scroll: RefObject<HTMLElement | null>,
  rows: readonly { readonly id: string }[],
  height: number,
): void {
  const before = useRef(rows);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = rows;
    const [was, is] = [old[0]?.id, rows[0]?.id];
    if (was === undefined || is === undefined || was === is || !scroll.current) return;
    const added = rows.findIndex((row) => row.id === was);
    const dropped = old.findIndex((row) => row.id === is);
    if (added > 0) scroll.current.scrollTop += added * height;
    else if (dropped > 0) scroll.current.scrollTop -= dropped * height;
  }, [scroll, rows, height]);
}
