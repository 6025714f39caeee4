import { QueryClient } from '@tanstack/react-query';
import { Problem } from '@/shared/api/problem';

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
