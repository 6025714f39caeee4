import { createImport } from '@quartermaster/api-client';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { newKey, once } from '@/shared/api/idempotency';
import { type Submit, useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOrganization } from '@/shared/routes/organization';
import { AS_IT_SAYS, type Reading } from './reading';

interface Attempt {
  readonly file: File;
  readonly reading: Reading;
  /** The same file read the same way is one act, however often it is sent. */
  readonly key: string;
}

export interface Upload extends Submit {
  /** The file under way or refused. */
  readonly file: File | null;
  readonly send: (file: File, reading?: Reading) => void;
}

/** Files of this page load, by their import: they can be read again in another way. */
const sent = new Map<string, File>();
export const fileOf = (import_id: string): File | null => sent.get(import_id) ?? null;

/** Sends a file to be looked at, and shows what it would do. Nothing is imported by it. */
export function useUpload(): Upload {
  const { slug: organization } = useOrganization();
  const navigate = useNavigate();
  const invalidate = useInvalidate();
  const attempt = useRef<Attempt | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const submit = useSubmit(async () => {
    if (!attempt.current) return;
    const { file, reading, key } = attempt.current;
    const { kind, dates, mapping } = reading;
    const { data } = await createImport({
      path: { organization },
      body: {
        file,
        ...(kind ? { kind } : {}),
        ...(dates ? { dates } : {}),
        ...(Object.keys(mapping).length > 0 ? { mapping: JSON.stringify(mapping) } : {}),
      },
      headers: once(key),
      throwOnError: true,
    });
    sent.set(data.id, file);
    void invalidate('imports');
    await navigate({
      to: '/$organization/imports/$import',
      params: { organization, import: data.id },
    });
  });
  const send = (next: File, reading = AS_IT_SAYS) => {
    attempt.current = { file: next, reading, key: newKey() };
    setFile(next);
    void submit.submit();
  };
  return { ...submit, file, send };
}
