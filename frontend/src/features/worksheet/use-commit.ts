import { createPosting, type PostingRead, reversePosting } from '@quartermaster/api-client';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { Problem } from '@/shared/api/problem';
import { type Submit, useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOpenSheet } from '@/shared/sheet/opening';
import { toast } from '@/shared/toasts';
import { type Gap, gaps, posting } from './posting';
import type { Line, SheetState } from './state';
import { hideTrouble, showTrouble } from './trouble';
import type { Tell } from './use-feedback';
import type { Levels } from './use-levels';
import type { OpenSheet } from './use-sheet';

export interface Commit {
  readonly submit: Submit;
  /** What stops the sheet from being sent; told once somebody tried. */
  readonly gaps: readonly Gap[];
  /** Sends the sheet, once; a sheet with gaps goes nowhere. */
  readonly commit: () => Promise<void>;
  /** What the server said to a line, until that line is changed. */
  readonly fault: (line: Line, field?: string) => string | undefined;
  /** Takes the last commit back; false when there is none. */
  readonly undoLast: () => Promise<boolean>;
}

/** Sends a sheet as one act, and takes it back. Lists are asked anew: a balance is never guessed. */
export function useCommit(
  sheet: OpenSheet,
  levels: Levels,
  organization: string,
  tell: Tell,
  canReverse: boolean,
): Commit {
  const { t } = useTranslation('worksheet');
  const { t: common } = useTranslation();
  const open = useOpenSheet();
  const invalidate = useInvalidate();
  const { kind } = sheet;
  const [tried, setTried] = useState(false);
  const refused = useRef<readonly Line[]>([]);
  const last = useRef<(() => Promise<boolean>) | null>(null);
  /** Nobody knows whether it arrived: it has to be tried again. */
  const kept = useRef(false);

  const send = async () => {
    const state = sheet.now();
    const levelsOf = await levels.known(state);
    refused.current = state.lines;
    try {
      const { data } = await createPosting({
        path: { organization },
        body: posting(kind, state, levelsOf),
        headers: once(state.key ?? newKey()),
        throwOnError: true,
      });
      await sent(data, state);
    } catch (error) {
      const { code, status, unsent } = Problem.of(error);
      kept.current = unsent || status >= 500;
      // somebody was faster: what is there now stands beside the refusal
      if (code === 'insufficient_stock') await invalidate('stock');
      if (status === 403) await invalidate('organizations');
      throw error;
    }
  };
  const submit = useSubmit(send);

  const sent = async (done: PostingRead, { lines }: SheetState) => {
    const text = t(`done.${kind}`, { count: lines.length });
    sheet.finish();
    setTried(false);
    hideTrouble();
    tell('ok', text);
    if (canReverse) {
      last.current = undo(done.id);
      toast(text, { label: common('undo'), run: () => void last.current?.() });
    } else toast(text);
    await invalidate('stock', 'items');
  };

  const undo = (posting_id: string) => {
    const key = newKey();
    const run = async (): Promise<boolean> => {
      last.current = null;
      try {
        await reversePosting({
          path: { organization, posting_id },
          body: {},
          headers: once(key),
          throwOnError: true,
        });
      } catch (error) {
        // the sheet may be closed by now: it opens to say so
        showTrouble({ error, retry: () => void run() });
        open(kind);
        return false;
      }
      hideTrouble();
      toast(t('undone'));
      await invalidate('stock', 'items');
      return true;
    };
    return run;
  };

  const commit = async () => {
    if (sheet.now().lines.length === 0) return tell('unknown', t('nothing'));
    try {
      const missing = gaps(kind, sheet.now(), await levels.known(sheet.now()));
      if (missing.length > 0) {
        setTried(true);
        return tell('unknown', t('gaps', { count: missing.length }));
      }
    } catch (error) {
      showTrouble({ error, retry: () => void commit() });
      return;
    }
    if (sheet.now().key === null) sheet.dispatch({ do: 'try', key: newKey() });
    if (!(await submit.submit())) {
      tell('unknown', t('refused'), t(kept.current ? 'kept' : 'refusedWhy'));
    }
  };

  return {
    submit,
    commit,
    gaps: tried ? gaps(kind, sheet.state, levels.levelsOf) : [],
    fault: (line, field) => {
      const index = refused.current.indexOf(line);
      const name = ['lines', index, ...(field === undefined ? [] : [field])].join('/');
      return index < 0 ? undefined : submit.fault(name);
    },
    undoLast: async () => (await last.current?.()) ?? false,
  };
}
