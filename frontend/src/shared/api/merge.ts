/** What of `mine` differs from `base`: what an edit sends. */
export function changed<Fields extends object>(base: Fields, mine: Fields): Partial<Fields> {
  return Object.fromEntries(
    names(mine)
      .filter((name) => !alike(base[name], mine[name]))
      .map((name) => [name, mine[name]]),
  ) as Partial<Fields>;
}

export interface Merged<Fields extends object> {
  /** Mine, with theirs wherever I changed nothing. */
  readonly fields: Fields;
  /** Fields that both changed, to different values: somebody has to choose. */
  readonly clashes: readonly (keyof Fields & string)[];
  /** Fields that they changed and I did not. */
  readonly taken: readonly (keyof Fields & string)[];
}

/** Three-way merge of a form: `base` is what it was filled from, `theirs` what the server has now. */
export function merge<Fields extends object>(
  base: Fields,
  mine: Fields,
  theirs: Fields,
): Merged<Fields> {
  const byThem = names(theirs).filter((name) => !alike(base[name], theirs[name]));
  const untouched = byThem.filter((name) => alike(base[name], mine[name]));
  const taken = Object.fromEntries(untouched.map((name) => [name, theirs[name]]));
  return {
    fields: { ...mine, ...taken },
    clashes: byThem.filter((name) => !untouched.includes(name) && !alike(mine[name], theirs[name])),
    taken: untouched,
  };
}

const names = <Fields extends object>(fields: Fields) =>
  Object.keys(fields) as (keyof Fields & string)[];

/** By contents; the order of an object's keys means nothing. */
function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => key in right && alike(left[key], right[key]))
  );
}
