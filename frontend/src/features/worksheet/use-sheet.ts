import { useCallback, useRef } from 'react';
import { useDraft } from '@/shared/draft/draft';
import type { Sheet } from '@/shared/routes/organization';
import { type Action, EMPTY, isStep, reduce, type SheetState, steppedBack } from './state';

const MOST_STEPS = 50;

export interface OpenSheet {
  readonly kind: Sheet;
  readonly state: SheetState;
  /** The state of now, also between two renders: scans come faster than React paints. */
  readonly now: () => SheetState;
  readonly dispatch: (action: Action) => void;
  /** Takes the last step back; false when there is none. */
  readonly undo: () => boolean;
  /** Comes from an earlier visit. */
  readonly restored: boolean;
  /** It was sent: empties it for the next one; no step leads back. */
  readonly finish: () => void;
}

/** The sheet of one kind in one organization, kept through reloads. Mount it with a key of both. */
export function useSheet(kind: Sheet, organization: string): OpenSheet {
  const draft = useDraft<SheetState>(`${organization}/${kind}`, EMPTY);
  const latest = useRef(draft.value);
  const steps = useRef<SheetState[]>([]);
  const { set } = draft;

  const become = useCallback(
    (state: SheetState) => {
      latest.current = state;
      set(state);
    },
    [set],
  );
  const dispatch = useCallback(
    (action: Action) => {
      const before = latest.current;
      const after = reduce(kind, before, action);
      if (after === before) return;
      if (isStep(action)) steps.current = [...steps.current.slice(1 - MOST_STEPS), before];
      become(after);
    },
    [kind, become],
  );
  const undo = useCallback(() => {
    const before = steps.current.pop();
    if (!before) return false;
    become(steppedBack(latest.current, before));
    return true;
  }, [become]);
  const finish = () => {
    dispatch({ do: 'sent' });
    steps.current = [];
  };
  return {
    kind,
    state: draft.value,
    now: useCallback(() => latest.current, []),
    dispatch,
    undo,
    restored: draft.restored,
    finish,
  };
}
