import type { MovementRead, PostingRead } from '@quartermaster/api-client';
import { listMovementsOptions } from '@quartermaster/api-client/query';
import { useQueries } from '@tanstack/react-query';
import { useOrganization } from '@/shared/routes/organization';

/** Reversals are looked for among the latest movements of each item, for this many items. */
const LOOKED_AT = 10;
const LATEST = 200;

/**
 * Which lines of a posting were reversed, and by which posting.
 *
 * The API answers no "reversed by"; what lies further back than we look is not found here, and the
 * server refuses to reverse it twice.
 */
export function useReversals(posting: PostingRead | undefined): ReadonlyMap<string, string> {
  const { slug: organization } = useOrganization();
  const items = [...new Set(posting?.movements.map(({ item_id }) => item_id))].slice(0, LOOKED_AT);
  return useQueries({
    queries: items.map((item_id) =>
      listMovementsOptions({
        path: { organization },
        query: { item_id, sort: '-created_at', limit: LATEST },
      }),
    ),
    combine: (answers) => reversals(answers.flatMap(({ data }) => data?.items ?? [])),
  });
}

/** From a movement's id to the posting that reversed it. */
export function reversals(
  movements: readonly Pick<MovementRead, 'reverses_id' | 'posting_id'>[],
): ReadonlyMap<string, string> {
  return new Map(
    movements.flatMap(({ reverses_id, posting_id }) =>
      reverses_id === null ? [] : [[reverses_id, posting_id] as const],
    ),
  );
}

/** What is moved, summed up as on a delivery note: `3 lines · 540 pcs, 12 m`. */
export function quantitiesByUnit(
  movements: readonly Pick<MovementRead, 'unit' | 'quantity'>[],
): readonly (readonly [unit: string, quantities: readonly string[]])[] {
  const sums = new Map<string, readonly string[]>();
  for (const { unit, quantity } of movements) {
    sums.set(unit, [...(sums.get(unit) ?? []), quantity]);
  }
  return [...sums];
}
