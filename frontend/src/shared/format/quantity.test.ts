import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asText, compare, difference, parsed, sum } from './quantity';

const languages = fc.constantFrom('en', 'de', 'ko');
const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.integer({ min: 0, max: 6 }))
  .map(([scaled, places]) => {
    const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
    const at = digits.length - places;
    const text = places ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits;
    return scaled < 0n ? `-${text}` : text;
  });

describe('quantities', () => {
  it('come back from their text as the same number, in every language', () => {
    fc.assert(
      fc.property(decimals, languages, (value, language) => {
        const back = parsed(asText(value, language), language);
        expect(back).not.toBeNull();
        expect(compare(back ?? '', value)).toBe(0);
      }),
    );
  });

  it('are summed exactly where floats are not', () => {
    expect(sum(['0.1', '0.2'])).toBe('0.3');
    expect(sum(['9007199254740993', '0.000001'])).toBe('9007199254740993.000001');
    expect(difference('0.3', '0.1')).toBe('0.2');
  });

  it('cancel out', () => {
    fc.assert(
      fc.property(decimals, (value) => {
        expect(difference(value, value)).toBe('0');
      }),
    );
  });

  it.each([
    ['1,240', 'en', '1240'],
    ['1,240', 'de', '1.24'],
    ['1.240', 'de', '1240'],
    ['1.240', 'en', '1.24'],
    ['1.240,5', 'de', '1240.5'],
    ['1,240.5', 'de', '1240.5'],
    ['1 240', 'en', '1240'],
    ['0012', 'en', '12'],
    ['2.', 'en', '2'],
    ['.5', 'en', '0.5'],
    ['−3', 'en', '-3'],
  ])('reads %s in %s as %s', (typed, language, value) => {
    expect(parsed(typed, language)).toBe(value);
  });

  it.each(['', 'ten', '1e3', '1..2', '--1', '0x10', '∞'])('refuses %j', (typed) => {
    expect(parsed(typed, 'en')).toBeNull();
  });
});
