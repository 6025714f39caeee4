import { listLocationsOptions } from '@quartermaster/api-client/query';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { levelsOptions } from '@/shared/queries/levels';
import type { SheetPlace } from '@/shared/sheet/things';
import { type Level, type LevelsOf, orNone } from './balances';
import type { SheetState } from './state';

export interface Levels {
  readonly levelsOf: LevelsOf;
  /** Waits for those that are still under way. Throws a `Problem`. */
  readonly known: (state: SheetState) => Promise<LevelsOf>;
  /** The only place there is. */
  readonly only: SheetPlace | null;
}

const NONE: readonly Level[] = [];

/** Two tell whether there is but one; virtual and archived ones are left out. */
const placesOptions = (organization: string) => ({
  ...listLocationsOptions({ path: { organization }, query: { limit: 2 } }),
  networkMode: 'always' as const,
});

const onlyOf = (places: readonly SheetPlace[] = []): SheetPlace | null =>
  places.length === 1 ? (places[0] ?? null) : null;

/**
 * Where the items of the lines are; kept up to date while the sheet is open. What was nowhere yet
 * has nothing at the only place, if there is only one.
 */
export function useLevels(organization: string, state: SheetState): Levels {
  const client = useQueryClient();
  const items = useMemo(() => [...new Set(state.lines.map((line) => line.item.id))], [state.lines]);
  const found = useQueries({ queries: items.map((item) => levelsOptions(organization, item)) });
  const { data: places } = useQuery(placesOptions(organization));
  const only = onlyOf(places?.items);
  const known = useCallback(
    async ({ lines }: SheetState): Promise<LevelsOf> => {
      const [where, ...pages] = await Promise.all([
        client.ensureQueryData(placesOptions(organization)),
        ...[...new Set(lines.map((line) => line.item.id))].map(async (item) => {
          const page = await client.ensureQueryData(levelsOptions(organization, item));
          return [item, page.items] as const;
        }),
      ]);
      const byItem = new Map<string, readonly Level[]>(pages);
      const place = onlyOf(where.items);
      return (item) => orNone(byItem.get(item) ?? NONE, item, place);
    },
    [client, organization],
  );
  const levelsOf: LevelsOf = (item) => {
    const levels = found[items.indexOf(item)]?.data?.items;
    return levels ? orNone(levels, item, only) : NONE;
  };
  return { levelsOf, known, only };
}
