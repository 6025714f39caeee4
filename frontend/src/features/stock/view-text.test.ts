import { expect, it } from 'vitest';
import { parsedView, printedView, sameView, soon } from './view-text';

it('keeps a view as text and reads it back', () => {
  const search = { q: 'bolt & nut', held: true, sort: 'on_hand' } as const;
  expect(parsedView(printedView(search))).toEqual(search);
});

it('knows a view by what it shows, not by the order of its words', () => {
  expect(sameView({ q: 'a', held: true }, { held: true, q: 'a' })).toBe(true);
  expect(sameView({ q: 'a' }, { q: 'b' })).toBe(false);
});

it('counts 30 days over the end of a month and a year', () => {
  expect(soon(new Date(2026, 11, 15))).toBe('2027-01-14');
});
