import type { LocationKind, LocationNode } from '@quartermaster/api-client';

/** A place at the top: what stands in it is known once it was opened. */
export interface Root {
  readonly id: string;
  readonly name: string;
  readonly kind: LocationKind;
  readonly code: string | null;
  readonly children?: readonly LocationNode[];
}

/** A line of the tree as it is drawn and read aloud. */
export interface TreeRow {
  readonly id: string;
  readonly name: string;
  readonly kind: LocationKind;
  readonly code: string | null;
  readonly parent: string | null;
  /** From 1. */
  readonly level: number;
  /** Among its siblings, from 1. */
  readonly position: number;
  readonly siblings: number;
  /** Null: nothing stands in it. */
  readonly open: boolean | null;
}

/** The lines that show: every place whose parents are all open. */
export function lines(roots: readonly Root[], open: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (nodes: readonly Root[], parent: string | null, level: number) => {
    nodes.forEach(({ id, name, kind, code, children }, index) => {
      const leaf = children?.length === 0;
      rows.push({
        id,
        name,
        kind,
        code,
        parent,
        level,
        position: index + 1,
        siblings: nodes.length,
        open: leaf ? null : open.has(id),
      });
      if (children && open.has(id)) add(children, id, level + 1);
    });
  };
  add(roots, null, 1);
  return rows;
}

/** The places above `id`, the highest first; null where it is not known. */
export function above(roots: readonly Root[], id: string): readonly string[] | null {
  for (const node of roots) {
    if (node.id === id) return [];
    const found = above(node.children ?? [], id);
    if (found) return [node.id, ...found];
  }
  return null;
}

/** Every place from this one down. */
export const everyIdIn = (node: LocationNode): string[] => [
  node.id,
  ...node.children.flatMap(everyIdIn),
];

/** The next line whose name begins with what was typed, going round; -1 where there is none. */
export function typedAhead(rows: readonly TreeRow[], from: number, typed: string): number {
  const wanted = typed.toLocaleLowerCase();
  // the same letter again goes on to the next; more letters may still be this line
  const start = typed.length === 1 ? from + 1 : from;
  for (let step = 0; step < rows.length; step += 1) {
    const index = (start + step) % rows.length;
    if (rows[index]?.name.toLocaleLowerCase().startsWith(wanted)) return index;
  }
  return -1;
}
