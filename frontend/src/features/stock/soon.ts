const SOON_DAYS = 30;

/** The day in 30 days, by this device's calendar. */
export function soon(now = new Date()): string {
  const then = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + SOON_DAYS));
  return then.toISOString().slice(0, 10);
}
