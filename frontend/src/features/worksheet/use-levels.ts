import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { levelsOptions } from '@/shared/queries/levels';
import type { Level, LevelsOf } from './balances';
import type { SheetState } from './state';

interface Levels {
  readonly levelsOf: LevelsOf;
  /** Waits for those that are still under way. Throws a `Problem`. */
  readonly known: (state: SheetState) => Promise<LevelsOf>;
}

const NONE: readonly Level[] = [];

/** Where the items of the lines are; kept up to date while the sheet is open. */
export function useLevels(organization: string, state: SheetState): Levels {
  const client = useQueryClient();
  const items = useMemo(() => [...new Set(state.lines.map((line) => line.item.id))], [state.lines]);
  const found = useQueries({ queries: items.map((item) => levelsOptions(organization, item)) });
  const known = useCallback(
    async ({ lines }: SheetState): Promise<LevelsOf> => {
      const pages = await Promise.all(
        [...new Set(lines.map((line) => line.item.id))].map(async (item) => {
          const page = await client.ensureQueryData(levelsOptions(organization, item));
          return [item, page.items] as const;
        }),
      );
      const byItem = new Map<string, readonly Level[]>(pages);
      return (item) => byItem.get(item) ?? NONE;
    },
    [client, organization],
  );
  const levelsOf: LevelsOf = (item) => found[items.indexOf(item)]?.data?.items ?? NONE;
  return { levelsOf, known };
}
