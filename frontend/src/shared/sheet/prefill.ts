import type { Sheet } from '@/shared/routes/organization';
import { store } from '@/shared/store';
import type { SheetItem, SheetPlace } from './things';

/** A line that something else wants on a sheet: a selected row, a scanned code. */
export interface Prefilled {
  readonly item: SheetItem;
  /** Where it comes from, or for a receipt goes to; null: as the sheet says. */
  readonly place: SheetPlace | null;
  /** A lot's code; null: not said. */
  readonly lot: string | null;
  /** A decimal string. */
  readonly quantity: string;
}

export interface Prefill {
  readonly sheet: Sheet;
  readonly lines: readonly Prefilled[];
}

/** Lines that wait for their sheet to open. */
export const waiting = store<Prefill | null>(null);

/** Puts lines on a sheet; open it by `do` afterwards, or before. */
export function prefill(sheet: Sheet, lines: readonly Prefilled[]): void {
  waiting.set({ sheet, lines });
}
