import { store, useStore } from '@/shared/store';

const at = (item: string, place: string): string => `${item} ${place}`;

/**
 * What the open sheet will do to balances, by item and place: decimal strings, `-5` for what goes
 * out. Lists show it beside the present balance.
 */
export type OpenLines = ReadonlyMap<string, string>;

const NONE: OpenLines = new Map();
const openLines = store<OpenLines>(NONE);

/** Tells the lists; each change is of one item at one place. */
export function show(changes: Iterable<readonly [item: string, place: string, change: string]>) {
  openLines.set(new Map([...changes].map(([item, place, change]) => [at(item, place), change])));
}

export function hide(): void {
  openLines.set(NONE);
}

/** By how much the open sheet changes a balance, or undefined: `changeOf(item_id, location_id)`. */
export function useOpenLines(): (item: string, place: string) => string | undefined {
  const lines = useStore(openLines);
  return (item, place) => lines.get(at(item, place));
}
