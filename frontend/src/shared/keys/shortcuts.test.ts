import { describe, expect, it } from 'vitest';
import type { Command } from '@/shared/commands';
import type { Press } from './reading';
import { chord, find, PAIR_MS } from './shortcuts';

const offered = (['R', 'G S', 'G O', '?', 'Mod+K', 'Mod+Enter', 'Shift+X'] as const).map(
  (keys): Command => ({ id: keys, title: keys, group: 'do', keys, run: () => undefined }),
);
const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  code: `Key${key.toUpperCase()}`,
  shift: false,
  at: 0,
  ...more,
});
const started = (now: Press, before: Press | null = null) =>
  find(offered, now, before).command?.id ?? null;

describe('single keys', () => {
  it('start their command, not with shift', () => {
    expect(started(press('r'))).toBe('R');
    expect(started(press('R', { shift: true }))).toBeNull();
    expect(started(press('x'))).toBeNull();
  });

  it('go by the letter, and by the physical key where there is none', () => {
    expect(started(press('r', { code: 'KeyP' }))).toBe('R');
    expect(started(press('ㄱ', { code: 'KeyR' }))).toBe('R');
    expect(started(press('p', { code: 'KeyR' }))).toBeNull();
  });

  it('may ask for shift', () => {
    expect(started(press('X', { shift: true }))).toBe('Shift+X');
    expect(started(press('x'))).toBeNull();
  });

  it('may be signs', () => {
    expect(started(press('?', { code: 'Slash', shift: true }))).toBe('?');
    expect(started(press('?', { code: 'Minus', shift: true }))).toBe('?');
  });
});

describe('two keys in a row', () => {
  it('wait for the second', () => {
    expect(find(offered, press('g'), null)).toEqual({ command: null, waiting: true });
    expect(started(press('s', { at: 300 }), press('g'))).toBe('G S');
    expect(started(press('o', { at: 300 }), press('g'))).toBe('G O');
  });

  it('wait not for ever', () => {
    expect(started(press('s', { at: PAIR_MS }), press('g'))).toBeNull();
  });

  it('leave a single key what it is', () => {
    expect(started(press('r', { at: 300 }), press('g'))).toBe('R');
  });
});

describe('chords', () => {
  const held = (key: string, more: Partial<KeyboardEvent> = {}) =>
    chord(offered, {
      key,
      code: `Key${key.toUpperCase()}`,
      ctrlKey: true,
      metaKey: false,
      altKey: false,
      shiftKey: false,
      ...more,
    })?.id;

  it('take Ctrl or Cmd alone', () => {
    expect(held('k')).toBe('Mod+K');
    expect(held('k', { ctrlKey: false, metaKey: true })).toBe('Mod+K');
    expect(held('Enter')).toBe('Mod+Enter');
  });

  it('leave the others to the browser', () => {
    expect(held('k', { shiftKey: true })).toBeUndefined();
    expect(held('k', { altKey: true })).toBeUndefined();
    expect(held('r')).toBeUndefined();
    expect(held('s')).toBeUndefined();
  });
});
