import { type CategoryRead, listCategories } from '@quartermaster/api-client';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { everything } from '@/shared/queries/everything';
import { useOrganization } from '@/shared/routes/organization';
import { type Branch, branches } from './branches';
import type { Option, Search } from './option';

export type CategoryBranch = Branch<CategoryRead>;

export interface Categories {
  /** In the order of a tree that is all unfolded. */
  readonly branches: readonly CategoryBranch[];
  readonly find: (id: string | null | undefined) => CategoryBranch | undefined;
  readonly waiting: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

const NONE: readonly CategoryRead[] = [];

/** All categories of the organization, as a tree. */
export function useCategories(): Categories {
  const { slug: organization } = useOrganization();
  const query = useQuery({
    queryKey: [{ _id: 'allCategories', path: { organization }, tags: ['categories'] }],
    queryFn: ({ signal }) =>
      everything(async (cursor) => {
        const { data } = await listCategories({
          path: { organization },
          query: { limit: 200, sort: 'name', ...(cursor === undefined ? {} : { cursor }) },
          signal,
          throwOnError: true,
        });
        return data;
      }),
    staleTime: 300_000,
  });
  const rows = query.data ?? NONE;
  const tree = useMemo(() => branches(rows), [rows]);
  const byId = useMemo(() => new Map(tree.map((branch) => [branch.row.id, branch])), [tree]);
  return {
    branches: tree,
    find: (id) => (id ? byId.get(id) : undefined),
    waiting: query.isPending,
    error: query.error,
    retry: () => void query.refetch(),
  };
}

/** Categories by part of their path; they are few, and known here. */
export function useCategorySearch(allowed: (branch: CategoryBranch) => boolean = every): Search {
  const { branches: tree } = useCategories();
  return useCallback(
    async (q) => {
      const words = q.toLocaleLowerCase().split(/\s+/);
      const said = ({ path }: CategoryBranch) => path.join(' ').toLocaleLowerCase();
      return tree
        .filter((branch) => allowed(branch) && words.every((word) => said(branch).includes(word)))
        .slice(0, 50)
        .map(categoryOption);
    },
    [tree, allowed],
  );
}

const every = () => true;

export const categoryOption = ({ row, path }: CategoryBranch): Option => ({
  id: row.id,
  title: row.name,
  ...(row.code === null ? {} : { code: row.code }),
  ...(path.length > 1 ? { path } : {}),
});
