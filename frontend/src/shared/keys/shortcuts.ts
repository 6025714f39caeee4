import type { Command } from '@/shared/commands';
import type { Press } from './reading';

/** How long the first key of a pair (`G S`) waits for the second. */
export const PAIR_MS = 1200;

/** Whether a key is the one that a shortcut names: letters by the system's reading, else physically. */
function names(wanted: string, { key, code, shift }: Press): boolean {
  const [, held, letter] = /^(Shift\+)?([A-Z])$/.exec(wanted) ?? [];
  if (letter === undefined) return key === wanted;
  if (shift !== (held !== undefined)) return false;
  // a Korean keyboard types no Latin letter: then the physical key counts
  return /^[a-z]$/i.test(key) ? key.toUpperCase() === letter : code === `Key${letter}`;
}

export interface Found {
  /** What the key starts, if anything. */
  readonly command: Command | null;
  /** The key may be the first of a pair. */
  readonly waiting: boolean;
}

/** What a lone key means, after the key before it if that is young enough. */
export function find(offered: readonly Command[], press: Press, before: Press | null): Found {
  const keyed = offered.flatMap((command) =>
    command.keys && !command.keys.startsWith('Mod+')
      ? [{ command, keys: command.keys.split(' ') }]
      : [],
  );
  const young = before !== null && press.at - before.at < PAIR_MS;
  const pair = young
    ? keyed.findLast(
        ({ keys: [first = '', second] }) =>
          second !== undefined && names(first, before) && names(second, press),
      )
    : undefined;
  const single = keyed.findLast(({ keys }) => keys.length === 1 && names(keys[0] ?? '', press));
  const opens = keyed.some(({ keys: [first = '', second] }) => second && names(first, press));
  return { command: (pair ?? single)?.command ?? null, waiting: !pair && !single && opens };
}

/** The command of a chord such as `Mod+K`: Ctrl, or Cmd on a Mac, and nothing else held. */
export function chord(
  offered: readonly Command[],
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): Command | null {
  if (event.ctrlKey === event.metaKey || event.altKey || event.shiftKey) return null;
  const wanted = (keys: string) => {
    const [modifier, name = ''] = keys.split('+');
    if (modifier !== 'Mod') return false;
    if (name.length > 1) return event.key === name;
    return /^[a-z]$/i.test(event.key)
      ? event.key.toUpperCase() === name
      : event.code === `Key${name}`;
  };
  return offered.findLast(({ keys }) => keys !== undefined && wanted(keys)) ?? null;
}
