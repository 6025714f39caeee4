import { ImportStatus } from '@quartermaster/api-client';
import { one } from '@/shared/routes/search';

export interface ImportsSearch {
  readonly status?: ImportStatus;
}

export const STATUSES: readonly ImportStatus[] = Object.values(ImportStatus);

/** Forgiving: a value that means nothing is left out, so that an old link still opens. */
export const importsSearch = (search: Record<string, unknown>): ImportsSearch =>
  one(search, 'status', STATUSES);
