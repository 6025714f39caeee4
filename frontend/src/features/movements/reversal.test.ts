import { expect, it } from 'vitest';
import { quantitiesByUnit, reversals } from './reversal';

it('finds the posting that reversed a movement', () => {
  const found = reversals([
    { reverses_id: null, posting_id: 'p1' },
    { reverses_id: 'm1', posting_id: 'p2' },
  ]);
  expect([...found]).toEqual([['m1', 'p2']]);
});

it('keeps units apart', () => {
  const lines = [
    { unit: 'pcs', quantity: '200' },
    { unit: 'm', quantity: '1.5' },
    { unit: 'pcs', quantity: '40' },
  ];
  expect(quantitiesByUnit(lines)).toEqual([
    ['pcs', ['200', '40']],
    ['m', ['1.5']],
  ]);
});
