import type { ScannedCode } from '@/shared/scan/code';
import { isCharacter, type Press, systemReading, usReading } from './reading';

/** A scanner sends its keys closer together than this; nobody types so. */
export const GAP_MS = 35;
/** How long a lone key waits before it is a shortcut: a scan would have gone on by then. */
export const HOLD_MS = 60;
/** A busy computer may hold up a key of a scan for so long, now and then. */
const LULL_MS = 150;
/** One gap in so many may be a lull. */
const LULLS = 4;
/** Fewer characters are no scan. */
const SHORTEST = 3;

interface Struck {
  readonly press: Press;
  /** Since the key before it, shift keys included. */
  readonly gap: number;
}

/** The characters so far that may belong together. */
export interface Heard {
  readonly struck: readonly Struck[];
  /** When the last key came, shift keys included. */
  readonly last: number;
  /** The last character was told of already. */
  readonly told: boolean;
}

export type Outcome =
  /** A key pressed by itself: a shortcut, perhaps. */
  | { readonly kind: 'key'; readonly press: Press }
  /** `first` is the key that it began with. */
  | { readonly kind: 'scan'; readonly code: ScannedCode; readonly first: Press }
  /** As fast as a scan, but without Enter or Tab at its end. */
  | { readonly kind: 'unended'; readonly code: ScannedCode };

export interface Step {
  readonly heard: Heard;
  readonly outcomes: readonly Outcome[];
}

export const SILENCE: Heard = { struck: [], last: Number.NEGATIVE_INFINITY, told: false };

/** Takes one key and answers what the keys up to it were. */
export function hear(heard: Heard, press: Press): Step {
  const gap = press.at - heard.last;
  if (isEnd(press)) {
    const burst = burstOf(heard.struck, gap);
    return { heard: SILENCE, outcomes: burst ? [scan(burst)] : lone(heard) };
  }
  if (isCharacter(press)) {
    const before = gap < LULL_MS ? heard.struck : [];
    return {
      heard: { struck: [...before, { press, gap }], last: press.at, told: false },
      outcomes: gap < GAP_MS ? [] : lone(heard),
    };
  }
  if (isModifier(press) && gap < LULL_MS)
    return { heard: { ...heard, last: press.at }, outcomes: [] };
  return { heard: SILENCE, outcomes: lone(heard) };
}

/** No key came for `HOLD_MS`; one that was held up may still go on. */
export function fallSilent(heard: Heard): Step {
  const burst = heard.told ? null : burstOf(heard.struck, 0);
  return {
    heard: { ...heard, told: true },
    outcomes: burst ? [{ kind: 'unended', code: reading(burst) }] : lone(heard),
  };
}

/** Whether the last key came at the speed of a scanner. */
export const isFast = ({ struck }: Heard): boolean => (struck.at(-1)?.gap ?? GAP_MS) < GAP_MS;

/** The keys of a scan that ends `gap` after them: what was typed just before is not of it. */
function burstOf(struck: readonly Struck[], gap: number): readonly Press[] | null {
  const gaps = [...struck.slice(1).map((one) => one.gap), gap];
  const fast = gaps.findIndex((one) => one < GAP_MS);
  if (fast < 0 || gap >= LULL_MS) return null;
  const start = fast === 1 ? 0 : fast; // one lull may come right after the first key
  const presses = struck.slice(start).map(({ press }) => press);
  const lulls = gaps.slice(start).filter((one) => one >= GAP_MS).length;
  return presses.length >= SHORTEST && lulls * LULLS <= presses.length ? presses : null;
}

function lone({ struck, told }: Heard): readonly Outcome[] {
  const [before, last] = [struck.at(-2), struck.at(-1)];
  if (!last || told) return [];
  // from character to character: a shift key right before it is pressed by people too
  const gap = last.press.at - (before?.press.at ?? Number.NEGATIVE_INFINITY);
  return gap >= GAP_MS ? [{ kind: 'key', press: last.press }] : [];
}

const scan = (presses: readonly Press[]): Outcome => ({
  kind: 'scan',
  code: reading(presses),
  first: presses[0] as Press,
});

/** Enter or Tab; an input method that is composing shows only the physical key. */
const isEnd = ({ key, code }: Press): boolean =>
  key === 'Enter' || key === 'Tab' || (key === 'Process' && /^(?:Numpad)?Enter$|^Tab$/.test(code));

const isModifier = ({ key }: Press): boolean =>
  key === 'Shift' || key === 'AltGraph' || key === 'CapsLock';

/**
 * Both readings of a burst. The system's comes first, unless it could not read every key: behind a
 * dead key or an input method only the physical keys tell what was scanned.
 */
function reading(presses: readonly Press[]): ScannedCode {
  const system = presses.map(systemReading);
  const us = presses.map(usReading);
  const [typed, physical] = [system.join(''), us.join('')];
  const whole = system.every((part) => part !== '');
  const [code, other] =
    whole || us.some((part) => part === '') ? [typed, physical] : [physical, typed];
  return { code, alternative: other === '' || other === code ? null : other };
}
