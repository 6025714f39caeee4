import { expect, it } from 'vitest';
import { parsedView, printedView, sameView } from './view-text';

it('keeps a view as text and reads it back', () => {
  const search = { q: 'bolt & nut', held: true, sort: 'on_hand' } as const;
  expect(parsedView(printedView(search), (read) => read)).toEqual(search);
});

it('reads it as its list reads an address', () => {
  expect(parsedView('q=bolt&gone=1', ({ q }) => ({ q }))).toEqual({ q: 'bolt' });
});

it('knows a view by what it shows, not by the order of its words', () => {
  expect(sameView({ q: 'a', held: true }, { held: true, q: 'a' })).toBe(true);
  expect(sameView({ q: 'a', held: undefined }, { q: 'a' })).toBe(true);
  expect(sameView({ q: 'a' }, { q: 'b' })).toBe(false);
});
