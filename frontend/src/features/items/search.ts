import type { ItemSort, Tracking } from '@quartermaster/api-client';
import { flag, id, one, text } from '@/shared/routes/search';

/** What of the catalogue is shown, and in which order: the URL is its only home. */
export interface ItemsSearch {
  readonly q?: string;
  readonly category_id?: string;
  readonly tracking?: Tracking;
  readonly archived?: true;
  readonly sort?: ItemSort;
  /** The form of a new item is open. */
  readonly new?: true;
}

export const DEFAULT_SORT: ItemSort = 'name';
export const SORTS: readonly ItemSort[] = [
  'name',
  '-name',
  'sku',
  '-sku',
  '-updated_at',
  'updated_at',
  '-created_at',
  'created_at',
];
export const TRACKINGS: readonly Tracking[] = ['stock', 'serialized'];

/** Forgiving: a value that means nothing is left out, so that an old link still opens. */
export const itemsSearch = (search: Record<string, unknown>): ItemsSearch => ({
  ...text(search, 'q'),
  ...id(search, 'category_id'),
  ...one(search, 'tracking', TRACKINGS),
  ...flag(search, 'archived'),
  ...one(search, 'sort', SORTS, DEFAULT_SORT),
  ...flag(search, 'new'),
});

/** Whether these search parameters leave anything out. */
export const isNarrowed = ({ q, category_id, tracking, archived }: ItemsSearch): boolean =>
  q !== undefined || category_id !== undefined || tracking !== undefined || archived === true;
