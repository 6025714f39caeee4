import { useState } from 'react';
import { type Edit, saveMerging } from './save-merging';
import { type Submit, useSubmit } from './use-submit';

/** What the form was filled from, and what it says now; worth a draft. */
export interface Editing<Row, Fields> {
  readonly base: Row;
  readonly mine: Fields;
}

export type Side = 'theirs' | 'mine';

export interface Clash<Fields> {
  readonly name: keyof Fields & string;
  readonly theirs: Fields[keyof Fields];
  readonly mine: Fields[keyof Fields];
  /** Null: nobody has chosen yet, and nothing can be sent. */
  readonly chosen: Side | null;
}

interface EditOptions<Row extends { readonly version: number }, Fields extends object>
  extends Omit<Edit<Row, Fields>, 'base' | 'mine'> {
  readonly editing: Editing<Row, Fields>;
  readonly set: (editing: Editing<Row, Fields>) => void;
  /** `taken` are fields that somebody else changed meanwhile. */
  readonly onSaved: (row: Row, taken: readonly (keyof Fields & string)[]) => void;
}

export interface EditForm<Fields> extends Submit {
  /** Fields that both changed; empty as long as there is nothing to choose. */
  readonly clashes: readonly Clash<Fields>[];
  readonly choose: (name: keyof Fields & string, side: Side) => void;
  readonly undecided: boolean;
}

/** A form that edits a row of a version: see `saveMerging`. Show `clashes` with `ui/conflict`. */
export function useEdit<Row extends { readonly version: number }, Fields extends object>({
  editing: { base, mine },
  set,
  onSaved,
  ...ways
}: EditOptions<Row, Fields>): EditForm<Fields> {
  const [clashes, setClashes] = useState<readonly Clash<Fields>[]>([]);
  const submit = useSubmit(async () => {
    const saved = await saveMerging({ base, mine, ...ways });
    if (saved.state === 'saved') {
      setClashes([]);
      return onSaved(saved.row, saved.taken);
    }
    const theirs = ways.fieldsOf(saved.theirs);
    set({ base: saved.theirs, mine: saved.fields });
    setClashes(
      saved.clashes.map((name) => ({ name, theirs: theirs[name], mine: mine[name], chosen: null })),
    );
  });
  const choose = (name: keyof Fields & string, side: Side) => {
    const clash = clashes.find((one) => one.name === name);
    if (!clash) return;
    set({ base, mine: { ...mine, [name]: clash[side] } });
    setClashes(clashes.map((one) => (one === clash ? { ...one, chosen: side } : one)));
  };
  return { ...submit, clashes, choose, undecided: clashes.some((one) => one.chosen === null) };
}
