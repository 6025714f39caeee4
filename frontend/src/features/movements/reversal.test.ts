import { expect, it } from 'vitest';
import { quantitiesByUnit, reversals, since } from './reversal';

it('finds the posting that reversed a movement', () => {
  const found = reversals([
    { reverses_id: null, posting_id: 'p1', created_at: '2026-01-01T00:00:00Z' },
    { reverses_id: 'm1', posting_id: 'p2', created_at: '2026-01-01T00:00:00Z' },
  ]);
  expect([...found]).toEqual([['m1', 'p2']]);
});

it('reads as far back as the posting, and no page further', async () => {
  const asked: (string | undefined)[] = [];
  const pages = [['2026-03-03', '2026-03-02'], ['2026-03-01', '2026-01-01'], ['2025-12-01']];
  const rows = await since('2026-02-01', async (cursor) => {
    asked.push(cursor);
    const at = Number(cursor ?? 0);
    const items = (pages[at] ?? []).map((created_at) => ({ created_at }));
    return { items, next: String(at + 1) };
  });
  expect(rows.map(({ created_at }) => created_at)).toEqual([
    '2026-03-03',
    '2026-03-02',
    '2026-03-01',
  ]);
  expect(asked).toEqual([undefined, '1']);
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
