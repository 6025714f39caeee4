import { type ScanMatch, scan } from '@quartermaster/api-client';
import { Problem } from '@/shared/api/problem';
import type { ScannedCode } from './code';

/** What a code stands for, the best first; null when nothing here has it. Throws a `Problem`. */
export async function lookUp(
  organization: string,
  { code, alternative }: ScannedCode,
): Promise<readonly ScanMatch[] | null> {
  try {
    const { data } = await scan({
      path: { organization, code },
      query: alternative === null ? {} : { alternative },
      throwOnError: true,
    });
    return data.matches;
  } catch (error) {
    const problem = Problem.of(error);
    // a code that no path can carry, such as `..`, belongs to nothing either
    if (problem.status === 404 || problem.status === 422) return null;
    throw problem;
  }
}
