import { LevelSort, LocationKind, type LocationSort } from '@quartermaster/api-client';
import { text } from '@/shared/routes/search';

/** Which places are listed; the URL is its only home. */
export interface PlacesSearch {
  readonly q?: string;
  readonly kind?: LocationKind;
  readonly archived?: true;
  readonly sort?: LocationSort;
}

/** What of one place is shown, and in which order. */
export interface ContentsSearch {
  readonly show?: 'places';
  readonly sort?: LevelSort;
}

/** Kinds that somebody can make; virtual places come with the organization. */
export const KINDS = Object.values(LocationKind).filter((kind) => kind !== 'virtual');
export const DEFAULT_PLACE_SORT: LocationSort = 'name';
export const DEFAULT_LEVEL_SORT: LevelSort = '-updated_at';
export const PLACE_SORTS: readonly LocationSort[] = ['name', '-name', 'created_at', '-created_at'];
export const LEVEL_SORTS: readonly LevelSort[] = Object.values(LevelSort);

/** Forgiving: a value that means nothing is left out, so that an old link still opens. */
export function placesSearch(search: Record<string, unknown>): PlacesSearch {
  const kind = KINDS.find((known) => known === search.kind);
  const sort = PLACE_SORTS.find((known) => known === search.sort);
  return {
    ...text(search, 'q', /\S/),
    ...(kind ? { kind } : {}),
    ...(search.archived === true ? { archived: true } : {}),
    ...(sort && sort !== DEFAULT_PLACE_SORT ? { sort } : {}),
  };
}

export function contentsSearch(search: Record<string, unknown>): ContentsSearch {
  const sort = LEVEL_SORTS.find((known) => known === search.sort);
  return {
    ...(search.show === 'places' ? { show: 'places' } : {}),
    ...(sort && sort !== DEFAULT_LEVEL_SORT ? { sort } : {}),
  };
}
