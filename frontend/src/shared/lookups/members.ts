import { listMembers } from '@quartermaster/api-client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { everything } from '@/shared/queries/everything';
import { useOrganization } from '@/shared/routes/organization';

/** Who is meant by a user's id; null for those who have left. */
export function useNames(): (user_id: string | null) => string | null {
  const { slug: organization } = useOrganization();
  const { data } = useQuery({
    queryKey: [{ _id: 'allMembers', path: { organization }, tags: ['members'] }],
    queryFn: ({ signal }) =>
      everything(async (cursor) => {
        const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
        const { data } = await listMembers({
          path: { organization },
          query,
          signal,
          throwOnError: true,
        });
        return data;
      }),
    staleTime: 300_000,
  });
  const names = useMemo(
    () => new Map(data?.map((one) => [one.user_id, one.full_name || one.email])),
    [data],
  );
  return (user_id) => (user_id === null ? null : (names.get(user_id) ?? null));
}
