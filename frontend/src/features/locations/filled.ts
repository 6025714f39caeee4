import type { LocationKind, LocationRead, LocationUpdate } from '@quartermaster/api-client';

/** A place as its form holds it. */
export interface Filled {
  readonly name: string;
  readonly kind: LocationKind;
  /** Empty: it has none. */
  readonly code: string;
  readonly notes: string;
}

export const filledFrom = ({ name, kind, code, notes }: LocationRead): Filled => ({
  name,
  kind,
  code: code ?? '',
  notes,
});

/** What was edited: the rest may be somebody else's by now. */
export function changed(before: Filled, after: Filled): LocationUpdate {
  return {
    ...(after.name === before.name ? {} : { name: after.name }),
    ...(after.kind === before.kind ? {} : { kind: after.kind }),
    ...(after.code === before.code ? {} : { code: after.code.trim() || null }),
    ...(after.notes === before.notes ? {} : { notes: after.notes }),
  };
}

const USUAL: Partial<Readonly<Record<LocationKind, LocationKind>>> = {
  site: 'building',
  building: 'room',
};

/** The kind that mostly stands in one of this kind; a building at the top. */
export const usualInside = (parent: LocationKind | undefined): LocationKind =>
  parent === undefined ? 'building' : (USUAL[parent] ?? 'bin');
