interface Hanging {
  readonly id: string;
  readonly parent_id: string | null;
  readonly name: string;
}

/** A row of a tree, with where it hangs. */
export interface Branch<Row> {
  readonly row: Row;
  /** Names from the top down, its own last. */
  readonly path: readonly string[];
  /** Ids from the top down, its own last. */
  readonly trail: readonly string[];
  readonly children: number;
}

/**
 * Rows as a tree, depth first, siblings in the order in which they come.
 *
 * A row whose parent is not among them stands at the top, so that nothing disappears.
 */
export function branches<Row extends Hanging>(rows: readonly Row[]): readonly Branch<Row>[] {
  const known = new Set(rows.map((row) => row.id));
  const below = new Map<string | null, Row[]>();
  for (const row of rows) {
    const parent = row.parent_id !== null && known.has(row.parent_id) ? row.parent_id : null;
    below.set(parent, [...(below.get(parent) ?? []), row]);
  }
  const under = (parent: Branch<Row> | null): Branch<Row>[] =>
    (below.get(parent?.row.id ?? null) ?? []).flatMap((row) => {
      const branch: Branch<Row> = {
        row,
        path: [...(parent?.path ?? []), row.name],
        trail: [...(parent?.trail ?? []), row.id],
        children: below.get(row.id)?.length ?? 0,
      };
      return [branch, ...under(branch)];
    });
  return under(null);
}
