import { expect, it } from 'vitest';
import { prove, wanted } from './proof';

it('asks once for all who wait', async () => {
  const waiting = [prove(), prove()];
  const answer = wanted.get();
  expect(answer).not.toBeNull();
  answer?.(true);
  expect(await Promise.all(waiting)).toEqual([true, true]);
  expect(wanted.get()).toBeNull();
});

it('asks anew after it was put aside', async () => {
  const first = prove();
  wanted.get()?.(false);
  expect(await first).toBe(false);
  const second = prove();
  expect(wanted.get()).not.toBeNull();
  wanted.get()?.(true);
  expect(await second).toBe(true);
});
