import { MovementKind, type MovementSort } from '@quartermaster/api-client';
import { id, one, text } from '@/shared/routes/search';

/** What of the ledger is shown, and in which order: the URL is its only home. */
export interface MovementsSearch {
  readonly kind?: MovementKind;
  readonly item_id?: string;
  readonly location_id?: string;
  /** Exactly this one. */
  readonly reference?: string;
  readonly sort?: MovementSort;
}

export const DEFAULT_SORT: MovementSort = '-created_at';
export const SORTS: readonly MovementSort[] = ['-created_at', 'created_at'];
export const KINDS: readonly MovementKind[] = Object.values(MovementKind);

/** Forgiving: a value that means nothing is left out, so that an old link still opens. */
export const movementsSearch = (search: Record<string, unknown>): MovementsSearch => ({
  ...one(search, 'kind', KINDS),
  ...id(search, 'item_id'),
  ...id(search, 'location_id'),
  ...text(search, 'reference'),
  ...one(search, 'sort', SORTS, DEFAULT_SORT),
});

/** Whether these search parameters leave anything out. */
export const isNarrowed = ({ kind, item_id, location_id, reference }: MovementsSearch): boolean =>
  [kind, item_id, location_id, reference].some((value) => value !== undefined);
