import type { ItemRead } from '@quartermaster/api-client';
import { expect, it } from 'vitest';
import { createOf, EMPTY, FIRST, formOf, REST, wireOf } from './fields';

it('shows every field of the form once', () => {
  const shown = [...FIRST, ...REST].flat().map(({ name }) => name);
  expect(shown.toSorted()).toEqual(Object.keys(EMPTY).toSorted());
});

it('sends what is empty as absent, and texts as empty', () => {
  expect(createOf({ ...EMPTY, name: ' Bolt ' }, 'en')).toEqual({
    name: 'Bolt',
    sku: null,
    barcode: null,
    category_id: null,
    unit: 'pcs',
    tracking: 'stock',
    manufacturer: '',
    model_number: '',
    min_level: null,
    max_level: null,
    notes: '',
  });
});

it('reads a level as it is written in the language', () => {
  expect(wireOf({ min_level: '1.240,5' }, 'de')).toEqual({ min_level: '1240.5' });
  expect(wireOf({ max_level: '1,240' }, 'en')).toEqual({ max_level: '1240' });
});

it('leaves a level that is no number to the server', () => {
  expect(wireOf({ min_level: 'some' }, 'en')).toEqual({ min_level: 'some' });
});

it.each(['en', 'de', 'ko'])('changes nothing by showing and sending a level in %s', (language) => {
  const item = { min_level: '1240.5', max_level: '3000000' } as ItemRead;
  const { min_level, max_level } = formOf(item, language);
  expect(wireOf({ min_level, max_level }, language)).toEqual(item);
});
