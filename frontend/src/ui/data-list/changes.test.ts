import { expect, test } from 'vitest';
import { changes } from './changes';

const row = (id: string, on_hand = '1') => ({ id, on_hand });
const before = [row('a'), row('b'), row('c')];

test('a row that reads otherwise has changed, wherever it stands now', () => {
  expect(changes(before, [row('a'), row('b', '2'), row('c')], false)).toEqual(['b']);
  expect(changes(before, [row('c', '5'), row('a'), row('b')], false)).toEqual(['c']);
  expect(changes(before, [row('b'), row('c')], false)).toEqual([]);
});

test('a row that came above or between is new', () => {
  expect(changes(before, [row('n'), ...before], false)).toEqual(['n']);
  expect(changes(before, [row('a'), row('n'), row('b'), row('c')], true)).toEqual(['n']);
});

test('rows that were only loaded are not', () => {
  expect(changes(before, [...before, row('d'), row('e')], false)).toEqual([]);
  expect(changes(before, [row('x'), row('y'), ...before], true)).toEqual([]);
  expect(changes(before, [row('x'), row('y')], false)).toEqual([]);
});
