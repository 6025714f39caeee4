import type { Command } from '@/shared/commands';

/** A line of the palette. */
export interface Offer {
  readonly key: string;
  readonly group: Exclude<Command['group'], 'list'> | 'item' | 'location';
  readonly title: string;
  readonly hint?: string | undefined;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

/** Commands whose title has all the typed words, as beginnings of words. */
export function matching(commands: readonly Command[], typed: string): readonly Offer[] {
  const wanted = words(typed);
  return commands.flatMap(({ id, group, title, keys, run }) => {
    const has = words(title);
    const matches = wanted.every((word) => has.some((one) => one.startsWith(word)));
    return matches && group !== 'list' ? [{ key: id, group, title, keys, run }] : [];
  });
}

const words = (text: string) => text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
