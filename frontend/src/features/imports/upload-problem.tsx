import { ProblemStrip } from '@/ui';
import type { Upload } from './upload';

/** Why a file was refused; the sentence names it, so the pointers are left out. */
export const UploadProblem = ({ upload }: { readonly upload: Upload }) =>
  upload.problem && (
    <ProblemStrip
      error={upload.problem}
      rest={upload.problem.status === 422 ? [] : upload.rest}
      {...(upload.problem.passing ? { retry: () => void upload.submit() } : {})}
    />
  );
