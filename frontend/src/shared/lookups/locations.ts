import { type LocationListed, listLocations } from '@quartermaster/api-client';
import { getLocationOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useOrganization } from '@/shared/routes/organization';
import type { Option, Picked, Search } from './option';

const OFFERED = 20;

/** Places by part of their name or exactly their code; archived and virtual ones are left out. */
export function useLocationSearch(): Search {
  const { slug: organization } = useOrganization();
  return useCallback(
    async (q, signal) => {
      const query = { sort: 'name', limit: OFFERED, ...(q === '' ? {} : { q }) } as const;
      const { data } = await listLocations({
        path: { organization },
        query,
        signal,
        throwOnError: true,
      });
      return data.items.map(locationOption);
    },
    [organization],
  );
}

export const locationOption = (
  place: Pick<LocationListed, 'id' | 'name' | 'code' | 'path'>,
): Option => ({
  id: place.id,
  title: place.name,
  ...(place.code === null ? {} : { code: place.code }),
  path: place.path,
});

/** The place of an id that stands in the URL; null while it is not known. */
export function useLocationPicked(location_id: string | undefined): Picked | null {
  const { slug: organization } = useOrganization();
  const { data } = useQuery({
    ...getLocationOptions({ path: { organization, location_id: location_id ?? '' } }),
    enabled: location_id !== undefined,
    staleTime: 60_000,
  });
  return data && data.id === location_id ? { id: data.id, title: data.name } : null;
}
