import type { Sheet } from '@/shared/routes/organization';

/** Codes that are printed to be scanned instead of pressing keys. Letters of QWERTZ agree on them. */
const COMMANDS = {
  QMCOMMIT: 'commit',
  QMUNDO: 'undo',
  QMX10: 'times',
  QMCANCEL: 'cancel',
} as const;
export type SheetCommand = (typeof COMMANDS)[keyof typeof COMMANDS];

/** Codes that open a sheet, where none is open. */
const SHEET_CODES: Readonly<Record<string, Sheet>> = {
  QMRECEIVE: 'receive',
  QMISSUE: 'issue',
  QMTRANSFER: 'transfer',
  QMADJUST: 'adjust',
};

export const commandOf = (code: string): SheetCommand | null =>
  (COMMANDS as Readonly<Record<string, SheetCommand>>)[code.toUpperCase()] ?? null;

export const sheetOf = (code: string): Sheet | null => SHEET_CODES[code.toUpperCase()] ?? null;
