import type { Fault } from './problem';

export interface Placed {
  /** Faults by the name of the field that shows them. */
  readonly byField: ReadonlyMap<string, readonly Fault[]>;
  /** Faults of nothing that can be seen here: the summary shows them. */
  readonly rest: readonly Fault[];
}

/**
 * Puts every fault at the field that it names, else at the nearest field above, else into the rest.
 *
 * Fields are named by their pointer without the leading slash: `lines/2/quantity`.
 */
export function place(faults: readonly Fault[], fields: Iterable<string>): Placed {
  const known = new Set(fields);
  const byField = new Map<string, Fault[]>();
  const rest: Fault[] = [];
  for (const fault of faults) {
    const field = nearest(fault.pointer, known);
    if (field === null) rest.push(fault);
    else byField.set(field, [...(byField.get(field) ?? []), fault]);
  }
  return { byField, rest };
}

function nearest(pointer: string, known: ReadonlySet<string>): string | null {
  const parts = pointer.replace(/^\/(?:body\/)?/, '').split('/');
  for (let length = parts.length; length > 0; length -= 1) {
    const path = parts.slice(0, length).join('/');
    if (known.has(path)) return path;
  }
  return null;
}
