import type { Effects, LevelsOf } from './balances';
import type { Commit } from './use-commit';
import type { OpenSheet } from './use-sheet';

/** What every part of an open sheet works with. */
export interface Desk {
  readonly organization: string;
  readonly sheet: OpenSheet;
  readonly levelsOf: LevelsOf;
  readonly effects: Effects;
  readonly commit: Commit;
  /** Puts the focus where the next scan or word goes. */
  readonly toField: () => void;
}
