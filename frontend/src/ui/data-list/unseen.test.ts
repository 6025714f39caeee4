import { expect, it } from 'vitest';
import { unseen } from './unseen';

const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
const set = (...ids: string[]) => new Set(ids);

it('counts what changes above, and nothing that one sees', () => {
  expect(unseen(set(), set('a', 'd'), rows, 2)).toEqual(set('a'));
});

it('keeps them after their mark is gone', () => {
  expect(unseen(set('a'), set(), rows, 2)).toEqual(set('a'));
});

it('forgets what one has come to see, or what is gone', () => {
  expect(unseen(set('a', 'b', 'z'), set(), rows, 1)).toEqual(set('a'));
  expect(unseen(set('a', 'b'), set(), rows, 0)).toEqual(set());
});
