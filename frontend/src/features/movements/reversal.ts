import { listMovements, type MovementRead, type PostingRead } from '@quartermaster/api-client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useOrganization } from '@/shared/routes/organization';

type Reversal = Pick<MovementRead, 'reverses_id' | 'posting_id' | 'created_at'>;

/** Bounds the search: 2,000 reversals since. */
const MOST_PAGES = 10;

/**
 * Which lines of a posting were reversed, and by which posting.
 *
 * The API answers no "reversed by", so the reversals since are read, newest first, as far back as
 * the posting itself. Where there are more than the bound, one may be missed; the server refuses to
 * reverse twice all the same.
 */
export function useReversals(posting: PostingRead): ReadonlyMap<string, string> {
  const { slug: organization } = useOrganization();
  const { data } = useQuery({
    queryKey: [
      { _id: 'reversalsSince', path: { organization, posting_id: posting.id }, tags: ['stock'] },
    ],
    queryFn: ({ signal }) =>
      since(posting.created_at, async (cursor) => {
        const query = { kind: 'reverse', sort: '-created_at', limit: 200 } as const;
        const { data } = await listMovements({
          path: { organization },
          query: { ...query, ...(cursor === undefined ? {} : { cursor }) },
          signal,
          throwOnError: true,
        });
        return data;
      }),
  });
  return useMemo(() => reversals(data ?? []), [data]);
}

interface PageOf<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
}

/** Rows not older than `at`, of pages that come newest first. */
export async function since<Row extends { readonly created_at: string }>(
  at: string,
  page: (cursor: string | undefined) => Promise<PageOf<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { items, next } = await page(cursor);
    const young = items.filter(({ created_at }) => Date.parse(created_at) >= Date.parse(at));
    rows.push(...young);
    if (next === null || young.length < items.length) break;
    cursor = next;
  }
  return rows;
}

/** From a movement's id to the posting that reversed it. */
export function reversals(movements: readonly Reversal[]): ReadonlyMap<string, string> {
  return new Map(
    movements.flatMap(({ reverses_id, posting_id }) =>
      reverses_id === null ? [] : [[reverses_id, posting_id] as const],
    ),
  );
}

/** What is moved, by unit, as on a delivery note. */
export function quantitiesByUnit(
  movements: readonly Pick<MovementRead, 'unit' | 'quantity'>[],
): readonly (readonly [unit: string, quantities: readonly string[]])[] {
  const sums = new Map<string, readonly string[]>();
  for (const { unit, quantity } of movements) {
    sums.set(unit, [...(sums.get(unit) ?? []), quantity]);
  }
  return [...sums];
}
