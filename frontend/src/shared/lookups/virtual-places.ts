import { listLocationsOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useOrganization } from '@/shared/routes/organization';

/**
 * Ids of the places where stock comes from and goes to (supplier, customer, loss …), which hold none.
 * Null while they are not known.
 */
export function useVirtualPlaces(): ReadonlySet<string> | null {
  const { slug: organization } = useOrganization();
  const { data } = useQuery({
    ...listLocationsOptions({ path: { organization }, query: { kind: 'virtual', limit: 200 } }),
    staleTime: 300_000,
  });
  return useMemo(() => (data ? new Set(data.items.map(({ id }) => id)) : null), [data]);
}
