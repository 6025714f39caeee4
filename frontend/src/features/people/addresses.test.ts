import { expect, it } from 'vitest';
import { addresses } from './addresses';

it('takes addresses however they are put, each once', () => {
  expect(addresses(' ada@example.org, grace@example.org;\nada@example.org\t')).toEqual([
    'ada@example.org',
    'grace@example.org',
  ]);
  expect(addresses(' \n')).toEqual([]);
});
