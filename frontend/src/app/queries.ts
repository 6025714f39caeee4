import { client } from '@quartermaster/api-client';
import { QueryClient } from '@tanstack/react-query';
import { Problem } from '@/shared/api/problem';
import { invalidate } from '@/shared/queries/invalidate';

const LIST_MS = 30_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: LIST_MS,
      retry: (failures, error) => failures < 2 && Problem.of(error).passing,
    },
    mutations: { retry: false },
  },
});

/** A role may have changed meanwhile: after a refusal the page asks anew what may be done. */
export function relearnPermissions(): void {
  client.interceptors.error.use((error) => {
    if (Problem.of(error).status === 403) void invalidate(queryClient, 'organizations');
    return error;
  });
}
