import type { ActivitySort } from '@quartermaster/api-client';
import { text } from '@/shared/routes/search';

/** What has a history, as the log calls it. */
export const ENTITIES = [
  'item',
  'category',
  'unit',
  'lot',
  'location',
  'member',
  'organization',
  'import',
  'view',
] as const;
export type Entity = (typeof ENTITIES)[number];

/** Whose and what changes are shown; the URL is their only home. */
export interface ActivitySearch {
  readonly entity_type?: Entity;
  readonly entity_id?: string;
  readonly actor_id?: string;
  /** A day: `2026-11-20`. */
  readonly since?: string;
  readonly sort?: ActivitySort;
}

export const DEFAULT_SORT: ActivitySort = '-created_at';

/** Forgiving: a value that means nothing is left out, so that an old link still opens. */
export function activitySearch(search: Record<string, unknown>): ActivitySearch {
  const entity = ENTITIES.find((known) => known === search.entity_type);
  return {
    ...(entity ? { entity_type: entity } : {}),
    ...text(search, 'entity_id', UUID),
    ...text(search, 'actor_id', UUID),
    ...text(search, 'since', /^\d{4}-\d\d-\d\d$/),
    ...(search.sort === 'created_at' ? { sort: 'created_at' } : {}),
  };
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
