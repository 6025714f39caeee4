import { describe, expect, it } from 'vitest';
import { effect, history, reversedAmong } from './ledger';

const virtual = new Set(['supplier', 'customer']);
let last = 0;
function moved(from: string, to: string, quantity: string, at: string, reverses?: string) {
  last += 1;
  return {
    id: `m${last}`,
    from_location_id: from,
    to_location_id: to,
    quantity,
    created_at: at,
    reverses_id: reverses ?? null,
  };
}

describe('effect', () => {
  it.each([
    ['supplier', 'A-01', '12.5'],
    ['A-01', 'customer', '-12.5'],
    ['A-01', 'A-02', '0'],
  ])('from %s to %s is %s', (from, to, change) => {
    expect(effect(moved(from, to, '12.5', 'now'), virtual)).toBe(change);
  });
});

describe('history', () => {
  const ledger = [
    moved('A', 'customer', '0.3', '2026-03-02'),
    moved('A', 'B', '5', '2026-03-01'),
    moved('supplier', 'B', '0.2', '2026-02-01'),
    moved('supplier', 'A', '10.1', '2026-02-01'),
  ];

  it('adds up exactly, one point for what was posted together', () => {
    expect(history(ledger, virtual, '10')).toEqual([
      { at: '2026-02-01', onHand: '10.3' },
      { at: '2026-03-01', onHand: '10.3' },
      { at: '2026-03-02', onHand: '10' },
    ]);
  });

  it('is not shown where the beginning is missing', () => {
    expect(history(ledger.slice(0, 2), virtual, '10')).toBeNull();
  });
});

it('knows a reversed movement by its reversal', () => {
  const wrong = moved('supplier', 'A', '1', '2026-02-01');
  const reversal = moved('A', 'supplier', '1', '2026-02-02', wrong.id);
  expect([...reversedAmong([reversal, wrong])]).toEqual([wrong.id]);
});
