import { listItemsOptions, listLocationsOptions } from '@quartermaster/api-client/query';
import type { QueryClient } from '@tanstack/react-query';
import type { NavigateOptions } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

export interface Found {
  readonly id: string;
  readonly kind: 'item' | 'location';
  readonly title: string;
  readonly hint: string | undefined;
  readonly link: NavigateOptions;
}

const EACH = 6;

/** Items and places for what was typed; one whose code is exactly that comes first. */
export async function found(
  client: QueryClient,
  organization: string,
  q: string,
  _signal: AbortSignal,
): Promise<readonly Found[]> {
  const path = { organization };
  const query = { q, limit: EACH };
  const [items, locations] = await Promise.all([
    client.fetchQuery(listItemsOptions({ path, query })),
    client.fetchQuery(listLocationsOptions({ path, query })),
  ]);
  const records: readonly Found[] = [
    ...items.items.map(
      ({ id, name, sku }): Found => ({
        id,
        kind: 'item',
        title: name,
        hint: sku ?? undefined,
        link: { to: '/$organization/items/$item', params: { organization, item: id } },
      }),
    ),
    ...locations.items.map(
      ({ id, name, code }): Found => ({
        id,
        kind: 'location',
        title: name,
        hint: code ?? undefined,
        link: { to: '/$organization/locations/$location', params: { organization, location: id } },
      }),
    ),
  ];
  const exact = ({ hint }: Found) => hint?.toLowerCase() === q.toLowerCase();
  return [...records.filter(exact), ...records.filter((record) => !exact(record))];
}

const PAUSE_MS = 100;

/** The value once it has not changed for a moment. */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
