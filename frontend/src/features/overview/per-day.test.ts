import { expect, test } from 'vitest';
import { DAYS, lastDays, tally } from './per-day';

test('the last 30 days end today, as the zone has it', () => {
  const late = new Date('2026-11-20T23:30:00Z');
  expect(lastDays(late, 'UTC').at(-1)).toBe('2026-11-20');
  expect(lastDays(late, 'Asia/Seoul').at(-1)).toBe('2026-11-21');
  expect(lastDays(late, 'UTC')).toHaveLength(DAYS);
  expect(lastDays(late, 'UTC')[0]).toBe('2026-10-22');
});

test('no day is missing or double where the clock is put back', () => {
  const days = lastDays(new Date('2026-11-03T12:00:00Z'), 'America/New_York');
  expect(new Set(days).size).toBe(DAYS);
  expect(days.at(-1)).toBe('2026-11-03');
});

test('counts a movement on its day in the zone, and none from before', () => {
  const days = ['2026-11-19', '2026-11-20'];
  const at = (created_at: string) => ({ created_at });
  const movements = [
    at('2026-11-20T01:00:00Z'),
    at('2026-11-20T05:30:00Z'),
    at('2026-11-18T12:00:00Z'),
  ];
  expect(tally(days, movements, 'America/New_York')).toEqual([
    { date: '2026-11-19', movements: 1 },
    { date: '2026-11-20', movements: 1 },
  ]);
});
