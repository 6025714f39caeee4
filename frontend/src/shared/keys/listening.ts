import type { ScannedCode } from '@/shared/scan/code';
import { isCharacter, type Press, systemReading, usReading } from './reading';

/** A scanner sends its keys closer together than this; nobody types so. */
export const GAP_MS = 35;
/** How long a lone key waits before it is a shortcut: a scan would have gone on by then. */
export const HOLD_MS = 60;
/** Fewer characters are no scan. */
const SHORTEST = 3;

/** The characters of the burst so far; empty between bursts. */
export interface Heard {
  readonly presses: readonly Press[];
  /** When the last key of the burst came, shift keys included. */
  readonly last: number;
}

export type Outcome =
  /** A key pressed by itself: a shortcut, perhaps. */
  | { readonly kind: 'key'; readonly press: Press }
  | { readonly kind: 'scan'; readonly code: ScannedCode }
  /** As fast as a scan, but without Enter or Tab at its end. */
  | { readonly kind: 'unended'; readonly code: ScannedCode };

export interface Step {
  readonly heard: Heard;
  readonly outcomes: readonly Outcome[];
}

export const SILENCE: Heard = { presses: [], last: Number.NEGATIVE_INFINITY };

/** Takes one key and answers what the keys up to it were. */
export function hear(heard: Heard, press: Press): Step {
  const fast = press.at - heard.last < GAP_MS;
  if (isEnd(press)) {
    return {
      heard: SILENCE,
      outcomes: fast && heard.presses.length >= SHORTEST ? [scan(heard.presses)] : lone(heard),
    };
  }
  if (isCharacter(press)) {
    return fast
      ? { heard: { presses: [...heard.presses, press], last: press.at }, outcomes: [] }
      : { heard: { presses: [press], last: press.at }, outcomes: lone(heard) };
  }
  if (isModifier(press) && fast) return { heard: { ...heard, last: press.at }, outcomes: [] };
  return { heard: SILENCE, outcomes: lone(heard) };
}

/** No key came for `HOLD_MS`. */
export function fallSilent(heard: Heard): Step {
  const ended =
    heard.presses.length >= SHORTEST
      ? [{ kind: 'unended', code: reading(heard.presses) } as const]
      : lone(heard);
  return { heard: SILENCE, outcomes: ended };
}

function lone({ presses }: Heard): readonly Outcome[] {
  const [press] = presses;
  return press && presses.length === 1 ? [{ kind: 'key', press }] : [];
}

const scan = (presses: readonly Press[]): Outcome => ({ kind: 'scan', code: reading(presses) });

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
