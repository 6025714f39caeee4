import { expect, it } from 'vitest';
import { fieldOf, saidInFull, saidTwice } from './reading';

it('says of every column what it becomes', () => {
  expect(saidInFull(['Name', 'Colour'], { Name: 'name' })).toEqual({ Name: 'name', Colour: null });
});

it('finds columns that say the same', () => {
  const mapping = { A: 'name', B: 'sku', C: 'name', D: null, E: null };
  expect([...saidTwice(mapping)]).toEqual(['A', 'C']);
});

it('knows a field by the kind of its rows', () => {
  expect(fieldOf('stock', 'quantity')).toBe('quantity');
  expect(fieldOf('items', 'quantity')).toBeNull();
  expect(fieldOf('items', undefined)).toBeNull();
});
