import { expect, it } from 'vitest';
import { branches } from './branches';

const row = (id: string, parent_id: string | null = null) => ({ id, parent_id, name: id });

it('unfolds a tree depth first and says where each row hangs', () => {
  const tree = branches([row('b'), row('a'), row('a1', 'a'), row('a11', 'a1'), row('b1', 'b')]);
  expect(tree.map(({ path }) => path.join('/'))).toEqual(['b', 'b/b1', 'a', 'a/a1', 'a/a1/a11']);
  expect(tree.map(({ children }) => children)).toEqual([1, 0, 1, 1, 0]);
});

it('keeps a row whose parent is missing', () => {
  expect(branches([row('x', 'gone')]).map(({ trail }) => trail)).toEqual([['x']]);
});
