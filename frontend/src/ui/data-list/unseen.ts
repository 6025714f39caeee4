interface Row {
  readonly id: string;
}

/**
 * Ids of changed rows that lie above the first row that one sees: those of before and the fresh ones,
 * less what one has come to see, or what is not in the list any more.
 */
export function unseen(
  before: ReadonlySet<string>,
  changed: ReadonlySet<string>,
  rows: readonly Row[],
  first: number,
): ReadonlySet<string> {
  const above = rows.slice(0, first).filter(({ id }) => before.has(id) || changed.has(id));
  return new Set(above.map(({ id }) => id));
}
