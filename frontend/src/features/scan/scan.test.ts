import { describe, expect, it } from 'vitest';
import { NONE, type Recent, remember } from './recent';
import { scanSearch } from './search';
import { verdictOf } from './verdict';

const code = (of: string, alternative: string | null = null) => ({ code: of, alternative });

describe('the last scans', () => {
  const remembered = (codes: readonly string[]) =>
    codes.reduce<readonly Recent[]>((recent, one) => remember(recent, code(one)), NONE);

  it('are ten, the newest first', () => {
    const codes = [...'ABCDEFGHIJKL'];
    expect(remembered(codes).map((one) => one.code)).toEqual(codes.reverse().slice(0, 10));
  });

  it('hold each code once, and know that it came again', () => {
    const recent = remembered(['A', 'B', 'A']);
    expect(recent.map((one) => one.code)).toEqual(['A', 'B']);
    expect(recent[0]?.turn).toBe(3);
  });
});

describe('the search parameters', () => {
  it('keep a code of digits a word, and drop what is none', () => {
    expect(scanSearch({ code: 4006381, alternative: 'x' })).toEqual({
      code: '4006381',
      alternative: 'x',
    });
    expect(scanSearch({ code: ' ', alternative: { a: 1 } })).toEqual({});
  });
});

describe('a test of a scanner', () => {
  it('finds nothing wrong where both readings agree', () => {
    expect(verdictOf(code('RIG-0325'), true)).toEqual({ layout: 'same', ended: true });
  });

  it('names swapped letters, other layouts and the missing Enter', () => {
    expect(verdictOf(code('RZGß03', 'RYG-03'), true).layout).toBe('swapped');
    expect(verdictOf(code('RIGß03', 'RIG-03'), false)).toEqual({ layout: 'other', ended: false });
  });
});
