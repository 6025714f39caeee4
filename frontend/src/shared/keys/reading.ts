/** One key going down, as far as scans and shortcuts care. */
export interface Press {
  /** What the system made of it: `event.key`. */
  readonly key: string;
  /** Which physical key it was: `event.code`. */
  readonly code: string;
  readonly shift: boolean;
  /** Milliseconds since the page opened: `event.timeStamp`. */
  readonly at: number;
}

const SIGNS: Readonly<Record<string, string>> = {
  Minus: '-_',
  Equal: '=+',
  Slash: '/?',
  Period: '.>',
  Comma: ',<',
  Semicolon: ';:',
  Quote: '\'"',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Backquote: '`~',
  Space: '  ',
  NumpadDecimal: '..',
  NumpadDivide: '//',
  NumpadMultiply: '**',
  NumpadSubtract: '--',
  NumpadAdd: '++',
};
const SHIFTED_DIGITS = ')!@#$%^&*(';

/** What a US keyboard types with this physical key; empty where that is nothing or not known. */
export function usReading({ code, shift }: Pick<Press, 'code' | 'shift'>): string {
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letter) return shift ? letter : letter.toLowerCase();
  const [, digit] = /^Digit(\d)$/.exec(code) ?? [];
  if (digit) return (shift ? SHIFTED_DIGITS[Number(digit)] : digit) ?? '';
  const [, pad] = /^Numpad(\d)$/.exec(code) ?? [];
  return pad ?? SIGNS[code]?.[shift ? 1 : 0] ?? '';
}

/** What the system typed; empty for a dead key and for one that an input method swallowed. */
export const systemReading = ({ key }: Pick<Press, 'key'>): string =>
  [...key].length === 1 ? key : '';

/** Whether the key types a character, by either reading. */
export const isCharacter = (press: Press): boolean =>
  systemReading(press) !== '' || (unreadable(press.key) && usReading(press) !== '');

const unreadable = (key: string): boolean =>
  key === 'Process' || key === 'Dead' || key === 'Unidentified';
