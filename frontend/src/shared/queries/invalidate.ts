import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

interface Tagged {
  readonly tags?: readonly string[];
}

/** Marks everything of these OpenAPI tags as stale: the generated keys carry them. */
export function invalidate(client: QueryClient, ...tags: readonly string[]): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey }) => {
      const key = queryKey[0] as Tagged | undefined;
      return key?.tags?.some((tag) => tags.includes(tag)) ?? false;
    },
  });
}

export function useInvalidate(): (...tags: readonly string[]) => Promise<void> {
  const client = useQueryClient();
  return useCallback((...tags) => invalidate(client, ...tags), [client]);
}
