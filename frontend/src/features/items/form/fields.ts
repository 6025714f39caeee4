import type { ItemCreate, ItemRead, ItemUpdate, Tracking } from '@quartermaster/api-client';
import { asText, parsed } from '@/shared/format/quantity';

/** An item as a form holds it: what was typed, empty where nothing was. */
export interface ItemForm {
  readonly name: string;
  readonly sku: string;
  readonly barcode: string;
  readonly category_id: string;
  readonly unit: string;
  readonly tracking: Tracking;
  readonly manufacturer: string;
  readonly model_number: string;
  readonly min_level: string;
  readonly max_level: string;
  readonly notes: string;
}

export type FieldName = keyof ItemForm;

interface Field {
  readonly name: FieldName;
  /** How it is typed; a `code` is what a label shows, a `level` a quantity. */
  readonly kind: 'line' | 'code' | 'level' | 'text' | 'category' | 'unit' | 'tracking';
  readonly required?: true;
}

/** What every item needs, in pairs; the rest is folded away. */
export const FIRST: readonly (readonly Field[])[] = [
  [{ name: 'name', kind: 'line', required: true }],
  [
    { name: 'sku', kind: 'code' },
    { name: 'barcode', kind: 'code' },
  ],
  [
    { name: 'category_id', kind: 'category' },
    { name: 'unit', kind: 'unit' },
  ],
];
export const REST: readonly (readonly Field[])[] = [
  [
    { name: 'min_level', kind: 'level' },
    { name: 'max_level', kind: 'level' },
  ],
  [
    { name: 'manufacturer', kind: 'line' },
    { name: 'model_number', kind: 'line' },
  ],
  [{ name: 'tracking', kind: 'tracking' }],
  [{ name: 'notes', kind: 'text' }],
];

export const EMPTY: ItemForm = {
  name: '',
  sku: '',
  barcode: '',
  category_id: '',
  unit: 'pcs',
  tracking: 'stock',
  manufacturer: '',
  model_number: '',
  min_level: '',
  max_level: '',
  notes: '',
};

export const formOf = (item: ItemRead, language: string): ItemForm => ({
  name: item.name,
  sku: item.sku ?? '',
  barcode: item.barcode ?? '',
  category_id: item.category_id ?? '',
  unit: item.unit,
  tracking: item.tracking,
  manufacturer: item.manufacturer,
  model_number: item.model_number,
  min_level: item.min_level === null ? '' : asText(item.min_level, language),
  max_level: item.max_level === null ? '' : asText(item.max_level, language),
  notes: item.notes,
});

const ABSENT: ReadonlySet<string> = new Set<FieldName>([
  'sku',
  'barcode',
  'category_id',
  'min_level',
  'max_level',
]);
const LEVELS: ReadonlySet<string> = new Set<FieldName>(['min_level', 'max_level']);

/** What the form says as the API takes it; a level that is no number goes as typed, to be refused. */
export function wireOf(form: Partial<ItemForm>, language: string): ItemUpdate {
  const values = Object.entries(form).map(([name, typed]) => {
    const value = typed.trim();
    if (value === '' && ABSENT.has(name)) return [name, null];
    return [name, LEVELS.has(name) ? (parsed(value, language) ?? value) : value];
  });
  return Object.fromEntries(values) as ItemUpdate;
}

export const createOf = (form: ItemForm, language: string): ItemCreate => ({
  ...wireOf(form, language),
  name: form.name.trim(),
});
