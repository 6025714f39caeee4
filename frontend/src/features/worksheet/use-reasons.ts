import { listMovements } from '@quartermaster/api-client';
import { useQuery } from '@tanstack/react-query';
import type { Sheet } from '@/shared/routes/organization';

const LOOKED_AT = 50;
const OFFERED = 5;

/** The last few reasons that were given for movements of a kind. */
export function useReasons(organization: string, kind: Sheet): readonly string[] {
  const { data } = useQuery({
    queryKey: ['reasons', organization, kind],
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      const { data: page } = await listMovements({
        path: { organization },
        query: { kind: kind === 'adjust' ? 'count' : kind, limit: LOOKED_AT, sort: '-created_at' },
        signal,
        throwOnError: true,
      });
      return [...new Set(page.items.map(({ reason }) => reason).filter(Boolean))];
    },
  });
  return (data ?? []).slice(0, OFFERED);
}
