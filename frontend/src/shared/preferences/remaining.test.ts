import { expect, test } from 'vitest';
import { remaining } from './remaining';

test('what was sent is no longer unsent', () => {
  expect(remaining({ density: 'compact' }, { density: 'compact' })).toEqual({});
});

test('what changed again while it was under way stays unsent', () => {
  expect(
    remaining({ density: 'normal', sounds: false }, { density: 'compact', sounds: false }),
  ).toEqual({ density: 'normal' });
});
