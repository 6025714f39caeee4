/** A code that was scanned elsewhere, in its two readings. */
export interface ScanSearch {
  readonly code?: string;
  readonly alternative?: string;
}

/** Codes are words: a number in the URL was one, too. */
export function scanSearch(search: Record<string, unknown>): ScanSearch {
  return { ...word(search, 'code'), ...word(search, 'alternative') };
}

function word(search: Record<string, unknown>, name: keyof ScanSearch): ScanSearch {
  const value = search[name];
  if (typeof value !== 'string' && typeof value !== 'number') return {};
  return String(value).trim() === '' ? {} : { [name]: String(value) };
}
