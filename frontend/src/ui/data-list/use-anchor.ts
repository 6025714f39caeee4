import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { Rows } from '@/shared/queries/use-rows';

/**
 * Keeps what one looks at where it is when rows are added or dropped above it. At the very top one
 * looks at what comes new: there the rows move down.
 *
 * Finds the row that was first in the new rows, or the new first one in the old: their distance is
 * how far everything moved.
 */
export function useAnchor(
  scroll: RefObject<HTMLElement | null>,
  { rows, above, question }: Rows<{ readonly id: string }>,
  height: number,
): void {
  const before = useRef({ rows, moreAbove: above.more, question });
  useLayoutEffect(() => {
    const old = before.current;
    before.current = { rows, moreAbove: above.more, question };
    const pane = scroll.current;
    if (!pane || old.question !== question || (pane.scrollTop === 0 && !old.moreAbove)) return;
    const [was, is] = [old.rows[0]?.id, rows[0]?.id];
    if (was === undefined || is === undefined || was === is) return;
    const added = rows.findIndex((row) => row.id === was);
    const dropped = old.rows.findIndex((row) => row.id === is);
    if (added > 0) pane.scrollTop += added * height;
    else if (dropped > 0) pane.scrollTop -= dropped * height;
  }, [scroll, rows, above.more, question, height]);
}
