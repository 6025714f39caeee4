import { expect, test } from 'vitest';
import { changed, type Filled, usualInside } from './filled';

const before: Filled = { name: 'Rack A', kind: 'room', code: 'A', notes: '' };

test('sends what was edited alone', () => {
  expect(changed(before, before)).toEqual({});
  expect(changed(before, { ...before, name: 'Rack B' })).toEqual({ name: 'Rack B' });
});

test('an emptied code is no code', () => {
  expect(changed(before, { ...before, code: ' ' })).toEqual({ code: null });
});

test('suggests the kind that mostly stands in another', () => {
  expect(
    [undefined, 'site', 'building', 'room', 'ship'].map((kind) => usualInside(kind as never)),
  ).toEqual(['building', 'building', 'room', 'bin', 'bin']);
});
