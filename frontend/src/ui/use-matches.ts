import { useEffect, useState } from 'react';
import type { Option, Search } from '@/shared/lookups/option';

export interface Matches {
  readonly state: 'searching' | 'found' | 'failed';
  readonly options: readonly Option[];
}

/** Long enough to take a whole scan as one question. */
const PAUSE_MS = 120;
const WAITING: Matches = { state: 'searching', options: [] };

/** Asks while `asking`, once typing pauses; an answer that comes late is dropped. */
export function useMatches(search: Search, q: string, asking: boolean): Matches {
  const [matches, setMatches] = useState<Matches>(WAITING);
  useEffect(() => {
    if (!asking) return setMatches(WAITING);
    const request = new AbortController();
    const settle = (answer: Matches) => {
      if (!request.signal.aborted) setMatches(answer);
    };
    const ask = () =>
      search(q, request.signal).then(
        (options) => settle({ state: 'found', options }),
        () => settle({ state: 'failed', options: [] }),
      );
    const pause = setTimeout(ask, q === '' ? 0 : PAUSE_MS);
    return () => {
      clearTimeout(pause);
      request.abort();
    };
  }, [search, q, asking]);
  return matches;
}
