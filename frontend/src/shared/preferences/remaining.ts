import type { Preferences } from './preferences';

/** What of `unsent` was chosen after `sent` went out. */
export const remaining = (
  unsent: Partial<Preferences>,
  sent: Partial<Preferences>,
): Partial<Preferences> =>
  Object.fromEntries(
    Object.entries(unsent).filter(([name, value]) => sent[name as keyof Preferences] !== value),
  );
