import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isNarrowed, SORTS, type StockSearch, stockSearch } from './search';

const searches: fc.Arbitrary<StockSearch> = fc
  .record(
    {
      q: fc.string().filter((value) => /\S/.test(value)),
      location_id: fc.uuid(),
      expires_before: fc
        .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
      held: fc.constant(true as const),
      sort: fc.constantFrom(...SORTS.slice(1)),
    },
    { requiredKeys: [] },
  )
  .map((search) => search);

it('reads back what it wrote', () => {
  fc.assert(
    fc.property(searches, (search) => {
      expect(stockSearch({ ...search })).toEqual(search);
    }),
  );
});

it('drops what means nothing instead of failing', () => {
  expect(
    stockSearch({ q: '', held: 'yes', sort: '-colour', expires_before: 'soon', lot: [1] }),
  ).toEqual({});
});

it('takes a code of digits for text', () => {
  expect(stockSearch({ q: 4006381333931 })).toEqual({ q: '4006381333931' });
});

it('is not narrowed by its order', () => {
  expect(isNarrowed({ sort: 'on_hand' })).toBe(false);
  expect(isNarrowed({ held: true })).toBe(true);
});
