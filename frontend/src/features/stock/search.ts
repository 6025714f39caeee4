import type { LevelSort } from '@quartermaster/api-client';
import { flag, text } from '@/shared/routes/search';

/** What of the stock is shown, and in which order: the URL is its only home. */
export interface StockSearch {
  readonly q?: string;
  readonly item_id?: string;
  readonly category_id?: string;
  /** This place and all below it. */
  readonly location_id?: string;
  readonly lot?: string;
  /** A day: `2026-12-20`. */
  readonly expires_before?: string;
  /** Only items of which less is held, over all places, than their minimum. */
  readonly below_minimum?: boolean;
  /** Leaves out what is not there any more. */
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
    ...text(search, 'category_id'),
    ...text(search, 'location_id'),
    ...text(search, 'lot'),
    ...text(search, 'expires_before', /^\d{4}-\d\d-\d\d$/),
    ...flag(search, 'below_minimum'),
    ...flag(search, 'held'),
    ...(sort && sort !== DEFAULT_SORT ? { sort } : {}),
  };
}

/** Whether anything is left out of the list, apart from its order. */
export const isNarrowed = ({ sort: _, ...filters }: StockSearch): boolean =>
  Object.values(filters).some((value) => value !== undefined);
