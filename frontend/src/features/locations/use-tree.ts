import type { LocationListed } from '@quartermaster/api-client';
import {
  getLocationTreeOptions,
  listLocationsInfiniteOptions,
} from '@quartermaster/api-client/query';
import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { type Rows, useRows } from '@/shared/queries/use-rows';
import { useOrganization } from '@/shared/routes/organization';
import { above, lines, type TreeRow } from './tree';

interface PlacesTree {
  readonly rows: readonly TreeRow[];
  readonly list: Rows<LocationListed>;
  readonly toggle: (id: string, open: boolean) => void;
}

/**
 * The places of the organization as far as they were opened.
 *
 * What stands in a place at the top is fetched when that is opened, or when `chosen` stands in it.
 */
export function usePlacesTree(
  chosen: { readonly id: string; readonly path: readonly string[] } | undefined,
): PlacesTree {
  const { slug } = useOrganization();
  const [open, setOpen] = useOpen(slug);
  const list = useRows(
    listLocationsInfiniteOptions({
      path: { organization: slug },
      query: { roots: true, limit: 200 },
    }),
  );
  const tops = list.rows;
  const wanted = tops.filter(
    (top) => open.has(top.id) || (chosen && chosen.path.length > 1 && chosen.path[0] === top.name),
  );
  const trees = useQueries({
    queries: wanted.map((top) =>
      getLocationTreeOptions({ path: { organization: slug, location_id: top.id } }),
    ),
    combine: (answers) => answers.flatMap((answer) => (answer.data ? [answer.data] : [])),
  });
  const roots = useMemo(() => {
    const known = new Map(trees.map((tree) => [tree.id, tree]));
    return tops.map((top) => {
      const children = known.get(top.id)?.children;
      return children ? { ...top, children } : top;
    });
  }, [tops, trees]);
  const rows = useMemo(() => lines(roots, open), [roots, open]);

  // the place of the page shows, wherever one came from; afterwards it may be closed again
  const way = chosen ? above(roots, chosen.id)?.join(' ') : undefined;
  useEffect(() => {
    if (way) setOpen((now) => new Set([...now, ...way.split(' ')]));
  }, [way, setOpen]);

  return {
    rows,
    list,
    toggle: (id, opened) =>
      setOpen((now) => new Set(opened ? [...now, id] : [...now].filter((one) => one !== id))),
  };
}

/** The open places of an organization, remembered on this device. */
function useOpen(organization: string) {
  const key = `qm-open-places:${organization}`;
  const [open, setOpen] = useState<ReadonlySet<string>>(() => {
    const kept = localStorage.getItem(key);
    return new Set(kept ? kept.split(' ') : []);
  });
  useEffect(() => localStorage.setItem(key, [...open].join(' ')), [key, open]);
  return [open, setOpen] as const;
}
