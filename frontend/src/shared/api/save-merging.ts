import { changed, merge } from './merge';
import { Problem } from './problem';

export interface Edit<Row extends { readonly version: number }, Fields extends object> {
  /** The row that the form was filled from. */
  readonly base: Row;
  readonly mine: Fields;
  readonly fieldsOf: (row: Row) => Fields;
  readonly send: (changes: Partial<Fields>, version: number) => Promise<Row>;
  /** The row as it is now. */
  readonly read: () => Promise<Row>;
}

export type Saved<Row, Fields extends object> =
  | {
      readonly state: 'saved';
      readonly row: Row;
      /** Fields that somebody else had changed meanwhile: they are kept. */
      readonly taken: readonly (keyof Fields & string)[];
    }
  | {
      readonly state: 'clash';
      readonly theirs: Row;
      /** Mine, with theirs where I changed nothing. */
      readonly fields: Fields;
      readonly clashes: readonly (keyof Fields & string)[];
    };

/**
 * Sends what was changed. Refused because the row has changed since (412), it merges and sends once
 * more where no field overlaps; where one does, nothing is sent and a person has to choose.
 */
export async function saveMerging<Row extends { readonly version: number }, Fields extends object>(
  edit: Edit<Row, Fields>,
): Promise<Saved<Row, Fields>> {
  const base = edit.fieldsOf(edit.base);
  try {
    return { state: 'saved', row: await sent(edit, edit.base, edit.mine), taken: [] };
  } catch (error) {
    const { status } = Problem.of(error);
    if (status !== 412 && status !== 428) throw error;
  }
  const theirs = await edit.read();
  const { fields, clashes, taken } = merge(base, edit.mine, edit.fieldsOf(theirs));
  if (clashes.length > 0) return { state: 'clash', theirs, fields, clashes };
  return { state: 'saved', row: await sent(edit, theirs, fields), taken };
}

/** Nothing to send where the row already says it: an answer that was lost, for one. */
async function sent<Row extends { readonly version: number }, Fields extends object>(
  { fieldsOf, send }: Edit<Row, Fields>,
  row: Row,
  fields: Fields,
): Promise<Row> {
  const changes = changed(fieldsOf(row), fields);
  return Object.keys(changes).length === 0 ? row : send(changes, row.version);
}
