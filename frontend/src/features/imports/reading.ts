import type { Dates, ImportKind } from '@quartermaster/api-client';

/** How a file is to be read; null leaves it to the server. */
export interface Reading {
  readonly kind: ImportKind | null;
  readonly dates: Dates | null;
  /** Column to field, or null to leave the column out. */
  readonly mapping: Readonly<Record<string, string | null>>;
}

export const AS_IT_SAYS: Reading = { kind: null, dates: null, mapping: {} };

export const KINDS = ['items', 'locations', 'stock'] as const satisfies readonly ImportKind[];
export const DATES = ['dmy', 'mdy', 'ymd'] as const satisfies readonly Dates[];

const THING = [
  'name',
  'sku',
  'barcode',
  'category',
  'unit',
  'manufacturer',
  'model_number',
  'min_level',
  'max_level',
  'notes',
] as const;

/** What a column can become, by what the rows are about: as the server knows them. */
export const FIELDS = {
  items: [...THING, 'tracking'],
  stock: [
    ...THING,
    'quantity',
    'location',
    'lot',
    'quality',
    'expires_on',
    'reference',
    'unit_cost',
    'occurred_at',
  ],
  locations: ['name', 'parent', 'kind', 'code', 'notes'],
} as const satisfies Record<ImportKind, readonly string[]>;

export type FieldName = (typeof FIELDS)[ImportKind][number];

/** The field of that name, if rows of this kind have it. */
export const fieldOf = (kind: ImportKind, name: string | null | undefined): FieldName | null =>
  FIELDS[kind].find((known) => known === name) ?? null;

/** Every column with what it becomes: what is sent so that nothing is guessed again. */
export const saidInFull = (
  columns: readonly string[],
  mapping: Readonly<Record<string, string>>,
): Record<string, string | null> =>
  Object.fromEntries(columns.map((column) => [column, mapping[column] ?? null]));

/** Which two columns say the same: the server takes a field once. */
export function saidTwice(mapping: Readonly<Record<string, string | null>>): ReadonlySet<string> {
  const taken = Object.values(mapping).filter((field) => field !== null);
  const twice = new Set(taken.filter((field, index) => taken.indexOf(field) !== index));
  return new Set(
    Object.entries(mapping).flatMap(([column, field]) =>
      field !== null && twice.has(field) ? [column] : [],
    ),
  );
}
