import { useEffect, useRef, useState } from 'react';
import type { Rows } from '@/shared/queries/use-rows';
import { changes } from './changes';

const MARKED_MS = 4000;
const NONE: ReadonlySet<string> = new Set();

/** Ids of the rows that somebody has just changed: the same question has another answer now. */
export function useChanged<Row extends { readonly id: string }>(
  list: Rows<Row>,
): ReadonlySet<string> {
  const { rows, stale, question } = list;
  const moreAbove = list.above.more;
  const before = useRef<{ readonly question: string; readonly rows: readonly Row[] }>(null);
  const [changed, setChanged] = useState(NONE);
  useEffect(() => {
    if (stale) return;
    const old = before.current;
    before.current = { question, rows };
    if (old?.question !== question || old.rows === rows) return;
    const ids = changes(old.rows, rows, moreAbove);
    if (ids.length === 0) return;
    setChanged((now) => new Set([...now, ...ids]));
    setTimeout(
      () => setChanged((now) => new Set([...now].filter((id) => !ids.includes(id)))),
      MARKED_MS,
    );
  }, [question, rows, stale, moreAbove]);
  return changed;
}
