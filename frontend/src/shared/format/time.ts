const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
];

/** "2 min. ago" within a week, the day after that. */
export function ago(at: string, language: string, now = Date.now()): string {
  const seconds = (Date.parse(at) - now) / 1000;
  if (Math.abs(seconds) >= 7 * 86_400) return day(at.slice(0, 10), language);
  const [unit, length] = STEPS.findLast(([, size]) => Math.abs(seconds) >= size) ?? ['minute', 60];
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }).format(
    Math.round(seconds / length),
    unit,
  );
}

/** To the second, with the zone: what a printed sheet and a tooltip show. */
export const exactly = (at: string, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(at),
  );

/** A calendar day (`2028-05-31`), the same in every zone. */
export function day(date: string, language: string, now = new Date()): string {
  const sameYear = date.startsWith(`${now.getFullYear()}-`);
  return new Intl.DateTimeFormat(language, {
    day: '2-digit',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(`${date}T00:00:00Z`));
}
