import type { LevelSort } from '@quartermaster/api-client';

/** What of the stock is shown, and in which order: the URL is its only home. */
export interface StockSearch {
  readonly q?: string;
  readonly item_id?: string;
  readonly location_id?: string;
  readonly lot?: string;
  readonly held?: boolean;
  readonly sort?: LevelSort;
}

export const DEFAULT_SORT: LevelSort = '-updated_at';
export const SORTS: readonly LevelSort[] = [
  '-updated_at',
  'updated_at',
  '-on_hand',
  'on_hand',
  '-created_at',
  'created_at',
];

/** Forgiving: a value that means nothing is left out, so that an old link still opens. */
export function stockSearch(search: Record<string, unknown>): StockSearch {
  const sort = SORTS.find((known) => known === search.sort);
  return {
    ...text(search, 'q'),
    ...text(search, 'item_id'),
    ...text(search, 'location_id'),
    ...text(search, 'lot'),
    ...(search.held === true ? { held: true } : {}),
    ...(sort && sort !== DEFAULT_SORT ? { sort } : {}),
  };
}

function text<Name extends string>(search: Record<string, unknown>, name: Name) {
  const value = search[name];
  return (typeof value === 'string' && value !== '' ? { [name]: value } : {}) as {
    [K in Name]?: string;
  };
}
