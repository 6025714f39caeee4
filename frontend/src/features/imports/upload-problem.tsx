import { ProblemStrip } from '@/ui';
import type { Upload } from './upload';

/** Why a file was refused; the sentence names it, so the pointers are left out. */
export const UploadProblem = ({ upload: { problem, rest, submit } }: { readonly upload: Upload }) =>
  problem && (
    <ProblemStrip
      error={problem}
      rest={problem.status === 422 ? [] : rest}
      {...(problem.passing ? { retry: () => void submit() } : {})}
    />
  );
