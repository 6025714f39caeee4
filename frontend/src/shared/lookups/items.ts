import { type ItemListed, listItems } from '@quartermaster/api-client';
import { getItemOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useOrganization } from '@/shared/routes/organization';
import type { Option, Picked, Search } from './option';

const OFFERED = 20;

/** Items by part of their name, SKU, barcode or model number; archived ones are left out. */
export function useItemSearch(): Search {
  const { slug: organization } = useOrganization();
  return useCallback(
    async (q, signal) => {
      const query = { sort: 'name', limit: OFFERED, ...(q === '' ? {} : { q }) } as const;
      const { data } = await listItems({
        path: { organization },
        query,
        signal,
        throwOnError: true,
      });
      return data.items.map(itemOption);
    },
    [organization],
  );
}

export const itemOption = ({ id, name, sku }: Pick<ItemListed, 'id' | 'name' | 'sku'>): Option => ({
  id,
  title: name,
  ...(sku === null ? {} : { code: sku }),
});

/** The item of an id that stands in the URL; null while it is not known. */
export function useItemPicked(item_id: string | undefined): Picked | null {
  const { slug: organization } = useOrganization();
  const { data } = useQuery({
    ...getItemOptions({ path: { organization, item_id: item_id ?? '' } }),
    enabled: item_id !== undefined,
    staleTime: 60_000,
  });
  return data && data.id === item_id ? itemOption(data) : null;
}
