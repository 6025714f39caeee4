import { listItemsOptions, listLocationsOptions } from '@quartermaster/api-client/query';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSettled } from '@/shared/queries/use-settled';
import type { SheetItem, SheetPlace } from '@/shared/sheet/things';

const ITEMS = 6;
const PLACES = 5;

export interface Search<Thing> {
  readonly found: readonly Thing[];
  /** The answer is to what is typed now. */
  readonly settled: boolean;
}

/** Items of the name or code; none for no text. */
export function useItems(organization: string, text: string): Search<SheetItem> {
  const q = useSettled(text.trim());
  const { data, isPlaceholderData } = useQuery({
    ...listItemsOptions({ path: { organization }, query: { q, tracking: 'stock', limit: ITEMS } }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const settled = q === text.trim() && data !== undefined && !isPlaceholderData;
  if (q === '' || !data) return { found: [], settled };
  return {
    settled,
    found: data.items.map(({ id, name, sku, unit }) => ({ id, name, sku, unit, hasLots: false })),
  };
}

/** Places of the name or code; none for no text. */
export function usePlaces(organization: string, text: string): Search<SheetPlace> {
  const q = useSettled(text.trim());
  const { data, isPlaceholderData } = useQuery({
    ...listLocationsOptions({ path: { organization }, query: { q, limit: PLACES } }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const settled = q === text.trim() && data !== undefined && !isPlaceholderData;
  return { settled, found: q === '' ? [] : (data?.items ?? []) };
}
