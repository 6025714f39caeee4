import { listMovements, type MovementRead, type PageMovementRead } from '@quartermaster/api-client';

export const DAYS = 30;
const PAGE = 200;
const MOST_PAGES = 5;

export interface Day {
  /** `2026-11-20`, in the organization's zone. */
  readonly date: string;
  readonly movements: number;
}

/**
 * Movements of each of the last 30 days, the oldest day first.
 *
 * Null where more than 1,000 movements would have to be read: then the counts could not be exact.
 */
export async function movementsPerDay(
  organization: string,
  zone: string,
  signal: AbortSignal,
): Promise<readonly Day[] | null> {
  const days = lastDays(new Date(), zone);
  const since = days[0] ?? '';
  const read: MovementRead[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { data }: { data: PageMovementRead } = await listMovements({
      path: { organization },
      query: { limit: PAGE, cursor },
      signal,
      throwOnError: true,
    });
    read.push(...data.items);
    const last = data.items.at(-1);
    if (data.next === null || (last && dayIn(last.created_at, zone) < since)) {
      return tally(days, read, zone);
    }
    cursor = data.next;
  }
  return null;
}

/** The last 30 calendar days in a zone, today last. */
export function lastDays(now: Date, zone: string): readonly string[] {
  const today = Date.parse(`${dayIn(now.toISOString(), zone)}T12:00:00Z`);
  return Array.from({ length: DAYS }, (_, index) =>
    new Date(today - (DAYS - 1 - index) * 86_400_000).toISOString().slice(0, 10),
  );
}

export function tally(
  days: readonly string[],
  movements: readonly Pick<MovementRead, 'created_at'>[],
  zone: string,
): readonly Day[] {
  const counts = new Map(days.map((date) => [date, 0]));
  for (const { created_at } of movements) {
    const date = dayIn(created_at, zone);
    const count = counts.get(date);
    if (count !== undefined) counts.set(date, count + 1);
  }
  return [...counts].map(([date, count]) => ({ date, movements: count }));
}

// Swedish writes a date as ISO 8601 does
const dayIn = (at: string, zone: string): string =>
  new Intl.DateTimeFormat('sv', { timeZone: zone }).format(new Date(at));
