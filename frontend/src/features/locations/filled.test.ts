import { expect, test } from 'vitest';
import { sentFrom, usualInside } from './filled';

test('an emptied code is no code, an untouched one is not sent', () => {
  expect(sentFrom({ name: 'Rack B', code: ' ' })).toEqual({ name: 'Rack B', code: null });
  expect(sentFrom({ code: ' A-03' })).toEqual({ code: 'A-03' });
  expect(sentFrom({ name: 'Rack B' })).toEqual({ name: 'Rack B' });
});

test('suggests the kind that mostly stands in another', () => {
  expect(
    [undefined, 'site', 'building', 'room', 'ship'].map((kind) => usualInside(kind as never)),
  ).toEqual(['building', 'building', 'room', 'bin', 'bin']);
});
