import type { LocationNode } from '@quartermaster/api-client';
import { describe, expect, test } from 'vitest';
import { above, everyIdIn, lines, typedAhead } from './tree';

const node = (id: string, children: LocationNode[] = []): LocationNode => ({
  id,
  name: id,
  kind: 'bin',
  code: null,
  children,
});
const rack = node('Rack', [node('A-01'), node('A-02', [node('Box')])]);
const roots = [node('Depot', [rack, node('Yard')]), { ...node('Van'), children: undefined }].map(
  ({ children, ...rest }) => (children ? { ...rest, children } : rest),
);

describe('lines', () => {
  test('shows what stands in open places alone', () => {
    expect(lines(roots, new Set()).map((row) => row.id)).toEqual(['Depot', 'Van']);
    expect(lines(roots, new Set(['Depot', 'Rack'])).map((row) => row.id)).toEqual([
      'Depot',
      'Rack',
      'A-01',
      'A-02',
      'Yard',
      'Van',
    ]);
  });

  test('says level, position and siblings', () => {
    const [, second, third] = lines(roots, new Set(['Depot', 'Rack']));
    expect(second).toMatchObject({ level: 2, position: 1, siblings: 2, parent: 'Depot' });
    expect(third).toMatchObject({ level: 3, position: 1, siblings: 2, open: null });
  });

  test('takes a place for openable until it is known to be empty', () => {
    const [, van] = lines(roots, new Set());
    expect(van?.open).toBe(false);
  });

  test('keeps closed what stands in a closed place', () => {
    expect(lines(roots, new Set(['Rack'])).map((row) => row.id)).toEqual(['Depot', 'Van']);
  });
});

test('finds the way to a place', () => {
  expect(above(roots, 'Box')).toEqual(['Depot', 'Rack', 'A-02']);
  expect(above(roots, 'Van')).toEqual([]);
  expect(above(roots, 'Elsewhere')).toBeNull();
});

test('names all that stands in a place, itself first', () => {
  expect(everyIdIn(rack)).toEqual(['Rack', 'A-01', 'A-02', 'Box']);
});

test('type-ahead goes round, and on with the same letter', () => {
  const rows = lines(roots, new Set(['Depot', 'Rack']));
  expect(typedAhead(rows, 0, 'a')).toBe(2);
  expect(typedAhead(rows, 2, 'a')).toBe(3);
  expect(typedAhead(rows, 3, 'a')).toBe(2);
  expect(typedAhead(rows, 3, 'a-02')).toBe(3);
  expect(typedAhead(rows, 5, 'dep')).toBe(0);
  expect(typedAhead(rows, 0, 'z')).toBe(-1);
});
