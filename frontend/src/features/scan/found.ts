import { queryOptions } from '@tanstack/react-query';
import { Problem } from '@/shared/api/problem';
import type { ScannedCode } from '@/shared/scan';
import { lookUp } from '@/shared/scan/look-up';

/** What a code stands for; asked anew when stock, items or places change. */
export const found = (organization: string, { code, alternative }: ScannedCode) =>
  queryOptions({
    queryKey: [
      { _id: 'lookUp', tags: ['stock', 'items', 'locations'], organization, code, alternative },
    ],
    queryFn: () => lookUp(organization, { code, alternative }),
    networkMode: 'always',
    retry: (failures, error) => failures < 1 && !Problem.of(error).unsent,
  });
