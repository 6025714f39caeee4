import { expect, test } from 'vitest';
import { extent } from './extent';

const edge = (more: boolean) => ({ more, load: () => undefined });
const list = (loaded: number, above: boolean, below: boolean, count: number, atLeast = false) => ({
  rows: Array.from({ length: loaded }),
  above: edge(above),
  below: edge(below),
  total: { count, atLeast },
});
const at = (scrolled: number) => ({ scrolled, room: 440, height: 44 });

test('from the start, rows are counted as they are loaded', () => {
  expect(extent(at(0), list(100, false, true, 1284))).toEqual({ first: 1, last: 10 });
  expect(extent(at(66), list(100, false, true, 1284))).toEqual({ first: 2, last: 12 });
  expect(extent(at(0), list(3, false, false, 3))).toEqual({ first: 1, last: 3 });
});

test('from the end, they are counted back from the last', () => {
  expect(extent(at(90 * 44), list(100, true, false, 1284))).toEqual({ first: 1275, last: 1284 });
});

test('in between, or where the server stopped counting, nobody knows', () => {
  expect(extent(at(0), list(100, true, true, 1284))).toBeNull();
  expect(extent(at(0), list(100, true, false, 10_000, true))).toBeNull();
});
