import type { ScannedCode } from '@/shared/scan';

const KEPT = 10;

export interface Recent extends ScannedCode {
  /** Counts up: which scan of the tab it was. */
  readonly turn: number;
}

export const NONE: readonly Recent[] = [];

/** The last ten codes, the newest first; one that comes again comes to the top. */
export function remember(recent: readonly Recent[], code: ScannedCode): readonly Recent[] {
  const turn = 1 + Math.max(0, ...recent.map((one) => one.turn));
  const others = recent.filter((one) => one.code !== code.code);
  return [{ ...code, turn }, ...others].slice(0, KEPT);
}
