import type { Sheet } from '@/shared/routes/organization';

/** The key that opens a sheet. */
export const KEYS: Readonly<Record<Sheet, string>> = {
  receive: 'R',
  issue: 'I',
  transfer: 'M',
  adjust: 'A',
};
