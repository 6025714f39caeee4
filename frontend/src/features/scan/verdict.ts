import type { ScannedCode } from '@/shared/scan';

/** What a test scan says about a scanner and this computer. */
export interface Verdict {
  /** What the keyboard of the system and that of the scanner make of the same keys. */
  readonly layout: 'same' | 'swapped' | 'other';
  readonly ended: boolean;
}

/** `swapped`: Y and Z change places, as on German and other Central European keyboards. */
export function verdictOf({ code, alternative }: ScannedCode, ended: boolean): Verdict {
  if (alternative === null) return { layout: 'same', ended };
  const back = [...alternative].map((sign) => SWAPS[sign] ?? sign).join('');
  const letters = (text: string) => text.replace(/[^a-z]/gi, '');
  const swapped = letters(back) === letters(code) && letters(code) !== letters(alternative);
  return { layout: swapped ? 'swapped' : 'other', ended };
}

const SWAPS: Readonly<Record<string, string>> = { y: 'z', z: 'y', Y: 'Z', Z: 'Y' };
