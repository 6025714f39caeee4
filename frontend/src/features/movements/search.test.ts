import { expect, it } from 'vitest';
import { isNarrowed, KINDS, movementsSearch } from './search';

it('drops what means nothing and what goes without saying', () => {
  expect(movementsSearch({ kind: 'stolen', reference: '', sort: '-created_at', q: 'x' })).toEqual(
    {},
  );
});

it.each(KINDS)('keeps the kind %s', (kind) => {
  expect(movementsSearch({ kind, sort: 'created_at' })).toEqual({ kind, sort: 'created_at' });
});

it('tells a filter from an order', () => {
  expect(isNarrowed(movementsSearch({ sort: 'created_at' }))).toBe(false);
  expect(isNarrowed(movementsSearch({ reference: 'DN 1' }))).toBe(true);
});
