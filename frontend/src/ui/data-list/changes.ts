interface Row {
  readonly id: string;
}

/**
 * Ids of the rows that differ from before, and of those that came between or above: not of rows
 * that were only loaded, below or (`moreAbove`) above the others.
 */
export function changes<T extends Row>(
  before: readonly T[],
  rows: readonly T[],
  moreAbove: boolean,
): readonly string[] {
  const known = new Map(before.map((row) => [row.id, row]));
  const first = rows.findIndex(({ id }) => known.has(id));
  const last = rows.findLastIndex(({ id }) => known.has(id));
  return rows
    .filter((row, index) => {
      const old = known.get(row.id);
      return old ? !same(old, row) : index < last && (index > first || !moreAbove);
    })
    .map(({ id }) => id);
}

const same = (a: Row, b: Row): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
