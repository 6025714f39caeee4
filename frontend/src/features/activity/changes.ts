/** One field of a change, before and after, in words. */
export interface Change {
  readonly field: string;
  /** Null: there was none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** The log's `{field: [before, after]}`; what went from nothing to nothing is left out. */
export function changesIn(changes: Readonly<Record<string, readonly unknown[]>>): Change[] {
  return Object.entries(changes)
    .map(([field, [before, after]]) => ({ field, before: worded(before), after: worded(after) }))
    .filter(({ before, after }) => before !== after);
}

function worded(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value !== 'object') return String(value);
  return Object.keys(value).length === 0 ? null : JSON.stringify(value);
}

/** What says something to a person at a glance: ids do not. */
export const telling = (changes: readonly Change[]): readonly Change[] =>
  changes.filter(({ field }) => !field.endsWith('_id'));

/** What it was about: its name or code, where the change tells it. */
export function aboutWhat(changes: readonly Change[]): string | null {
  const named = ['name', 'code', 'filename'].map((field) =>
    changes.find((change) => change.field === field),
  );
  return (
    named.map((change) => change?.after ?? change?.before).find((said) => said != null) ?? null
  );
}
