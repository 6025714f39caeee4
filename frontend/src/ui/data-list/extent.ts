import type { Rows } from '@/shared/queries/use-rows';

interface Window {
  /** Pixels: how far the rows are scrolled, how much room they have, how high one is. */
  readonly scrolled: number;
  readonly room: number;
  readonly height: number;
}

export interface Extent {
  /** Counted from 1, of all the rows there are. */
  readonly first: number;
  readonly last: number;
}

/** Which rows one sees; null where nobody knows how many lie above those that are loaded. */
export function extent(
  { scrolled, room, height }: Window,
  { rows, above, below, total }: Pick<Rows<unknown>, 'rows' | 'above' | 'below' | 'total'>,
): Extent | null {
  const counted = total && !total.atLeast && !below.more ? total.count - rows.length : null;
  const before = above.more ? counted : 0;
  if (before === null) return null;
  const first = Math.floor(scrolled / height);
  const last = Math.round((scrolled + room) / height);
  return { first: before + first + 1, last: before + Math.min(Math.max(last, 1), rows.length) };
}
