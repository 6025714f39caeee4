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

/** As the API takes it; a code of blanks is none. */
export const sentFrom = (fields: Partial<Filled>): LocationUpdate =>
  fields.code === undefined
    ? (fields as Omit<Partial<Filled>, 'code'>)
    : { ...fields, code: fields.code.trim() || null };

const USUAL: Partial<Readonly<Record<LocationKind, LocationKind>>> = {
  site: 'building',
  building: 'room',
};

/** The kind that mostly stands in one of this kind; a building at the top. */
export const usualInside = (parent: LocationKind | undefined): LocationKind =>
  parent === undefined ? 'building' : (USUAL[parent] ?? 'bin');
