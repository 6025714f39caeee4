import {
  type dataTagSymbol,
  hashKey,
  type InfiniteData,
  keepPreviousData,
  type QueryKey,
  type UseInfiniteQueryOptions,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { useMemo, useState } from 'react';

interface PageOf<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
  readonly prev: string | null;
  readonly total?: number | null;
  readonly total_at_least?: number | null;
}

/** What a generated `…InfiniteOptions(…)` gives, as far as a list needs it. */
interface Listing<Page> {
  readonly queryKey: QueryKey & { readonly [dataTagSymbol]: InfiniteData<Page> };
}

export interface Rows<Row> {
  readonly rows: readonly Row[];
  /** Rows in all, where the list was asked to count; `10,000+` is `atLeast`. */
  readonly total: { readonly count: number; readonly atLeast: boolean } | null;
  readonly above: Edge;
  readonly below: Edge;
  /** Nothing to show yet. */
  readonly waiting: boolean;
  /** The rows are those of the last question, while the next answer is under way. */
  readonly stale: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
  /** Goes on from the first or the last page, without walking there. */
  readonly jump: (to: End) => void;
}

export type End = 'start' | 'end';

export interface Edge {
  readonly more: boolean;
  readonly load: () => void;
}

/** Pages kept in memory: 1,000 rows at 100 a page. */
const KEPT = 10;

/** A keyset list that grows at both ends and forgets the pages far away. */
export function useRows<Page extends PageOf<unknown>>(
  listing: Listing<Page>,
): Rows<Page['items'][number]> {
  const name = hashKey(listing.queryKey);
  const [jumped, setJumped] = useState<{ readonly name: string; readonly to: End }>();
  const fromEnd = jumped?.name === name && jumped.to === 'end';
  const query = useInfiniteQuery({
    ...(listing as unknown as UseInfiniteQueryOptions<Page, Error, InfiniteData<Page>>),
    queryKey: fromEnd ? [...listing.queryKey, 'end'] : listing.queryKey,
    // the generated function takes a cursor, or parts of the request
    initialPageParam: fromEnd ? { query: { from: 'end' } } : {},
    getNextPageParam: (page) => page.next ?? undefined,
    getPreviousPageParam: (page) => page.prev ?? undefined,
    maxPages: KEPT,
    placeholderData: keepPreviousData,
  });
  const { data, isFetching, isPlaceholderData, hasNextPage, hasPreviousPage } = query;
  const rows = useMemo(() => (data?.pages ?? []).flatMap((page) => page.items), [data]);
  const counted = data?.pages.find((page) => page.total != null || page.total_at_least != null);
  const edge = (more: boolean, fetch: () => unknown): Edge => ({
    more: more && !isPlaceholderData,
    load: () => {
      if (!isFetching) fetch();
    },
  });
  return {
    rows,
    total: counted
      ? {
          count: counted.total ?? counted.total_at_least ?? 0,
          atLeast: counted.total == null,
        }
      : null,
    above: edge(hasPreviousPage, query.fetchPreviousPage),
    below: edge(hasNextPage, query.fetchNextPage),
    waiting: query.isPending,
    stale: isPlaceholderData,
    error: query.error,
    retry: () => void query.refetch(),
    jump: (to) => setJumped({ name, to }),
  };
}
