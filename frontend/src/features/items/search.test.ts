import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isNarrowed, itemsSearch, SORTS, TRACKINGS } from './search';

it('drops what means nothing and what goes without saying', () => {
  expect(
    itemsSearch({ q: '', sort: 'name', tracking: 'by heart', archived: 'yes', category_id: 'x' }),
  ).toEqual({});
});

it('reads what it wrote', () => {
  const wanted = fc.record(
    {
      q: fc.string({ minLength: 1 }),
      category_id: fc.uuid(),
      tracking: fc.constantFrom(...TRACKINGS),
      archived: fc.constant(true as const),
      sort: fc.constantFrom(...SORTS),
      new: fc.constant(true as const),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(wanted, (search) => {
      const once = itemsSearch(search);
      expect(itemsSearch({ ...once })).toEqual(once);
    }),
  );
});

it('tells a filter from an order', () => {
  expect(isNarrowed({ sort: '-name', new: true })).toBe(false);
  expect(isNarrowed({ archived: true })).toBe(true);
});
