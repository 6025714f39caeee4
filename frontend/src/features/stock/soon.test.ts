import { expect, it } from 'vitest';
import { soon } from './soon';

it('counts 30 days over the end of a month and a year', () => {
  expect(soon(new Date(2026, 11, 15))).toBe('2027-01-14');
});
