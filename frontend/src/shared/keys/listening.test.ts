import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fallSilent, GAP_MS, hear, type Outcome, SILENCE } from './listening';
import type { Press } from './reading';

const GERMAN: Readonly<Record<string, string>> = { KeyY: 'z', KeyZ: 'y', Minus: 'ß', Slash: '-' };

/** How a scanner set to US types `text`, and what a layout makes of it. */
function typed(text: string, every: number, layout: Readonly<Record<string, string>> = {}) {
  const presses = [...text].map((sign, index): Press => {
    const code = codeOf(sign);
    const shift = /[A-Z]/.test(sign);
    const key = layout[code] ?? sign;
    return { key: shift ? key.toUpperCase() : key, code, shift, at: 1000 + index * every };
  });
  return [...presses, ending(1000 + presses.length * every)];
}

const codeOf = (sign: string) =>
  /[a-z]/i.test(sign)
    ? `Key${sign.toUpperCase()}`
    : /\d/.test(sign)
      ? `Digit${sign}`
      : sign === '-'
        ? 'Minus'
        : 'Slash';

const ending = (at: number, key = 'Enter'): Press => ({ key, code: key, shift: false, at });

function outcomes(presses: readonly Press[]): readonly Outcome[] {
  let heard = SILENCE;
  const all: Outcome[] = [];
  for (const press of presses) {
    const step = hear(heard, press);
    heard = step.heard;
    all.push(...step.outcomes);
  }
  return [...all, ...fallSilent(heard).outcomes];
}

const scans = (presses: readonly Press[]) =>
  outcomes(presses).flatMap((one) => (one.kind === 'scan' ? [one.code] : []));
const keys = (presses: readonly Press[]) =>
  outcomes(presses).flatMap((one) => (one.kind === 'key' ? [one.press.key] : []));

describe('a scanner', () => {
  it('is known by its speed, and presses no shortcut', () => {
    expect(outcomes(typed('RIG-0325', 10))).toMatchObject([
      { kind: 'scan', code: { code: 'RIG-0325', alternative: null }, first: { key: 'R' } },
    ]);
  });

  it('may end with Tab', () => {
    const presses = [...typed('A12', 10).slice(0, -1), ending(1030, 'Tab')];
    expect(scans(presses)).toEqual([{ code: 'A12', alternative: null }]);
  });

  it('gives both readings under a German layout', () => {
    expect(scans(typed('RZG-03', 10, GERMAN))).toEqual([{ code: 'RYGß03', alternative: 'RZG-03' }]);
  });

  it('is read by its physical keys behind an input method and dead keys', () => {
    const swallowed = typed('QM7', 10).map((press) => ({ ...press, key: 'Process' }));
    expect(scans(swallowed)).toEqual([{ code: 'QM7', alternative: null }]);
    const dead = typed('A-1', 10).map((press) =>
      press.code === 'Minus' ? { ...press, key: 'Dead' } : press,
    );
    expect(scans(dead)).toEqual([{ code: 'A-1', alternative: 'A1' }]);
  });

  it('sends shift keys in between', () => {
    const [a, b, c, end] = typed('ABC', 30) as [Press, Press, Press, Press];
    const shift = (at: number): Press => ({ key: 'Shift', code: 'ShiftLeft', shift: true, at });
    expect(
      scans([a, shift(1020), { ...b, at: 1040 }, { ...c, at: 1060 }, { ...end, at: 1080 }]),
    ).toHaveLength(1);
  });

  it.each([0, 3, 7])('may be held up by a busy computer after key %i', (held) => {
    const late = typed('STA-1-WH', 10).map((press, index) => ({
      ...press,
      at: press.at + (index > held ? 100 : 0),
    }));
    expect(scans(late)).toEqual([{ code: 'STA-1-WH', alternative: null }]);
  });

  it('is told from what was typed just before', () => {
    const hurried = typed('ab', 90).slice(0, -1);
    const scanned = typed('RIG-0325', 10).map((press) => ({ ...press, at: press.at + 200 }));
    const [scan] = outcomes([...hurried, ...scanned]).filter(({ kind }) => kind === 'scan');
    expect(scan).toMatchObject({ code: { code: 'RIG-0325' }, first: scanned[0] });
  });

  it('goes on when the silence was only that of the computer', () => {
    const presses = typed('RIG-0325', 10);
    const silent = presses.slice(0, 4).reduce((heard, press) => hear(heard, press).heard, SILENCE);
    const { heard } = fallSilent(silent);
    const end = presses
      .slice(4)
      .reduce((step, press) => hear(step.heard, press), { heard, outcomes: [] } as ReturnType<
        typeof hear
      >);
    expect(end.outcomes).toMatchObject([{ kind: 'scan', code: { code: 'RIG-0325' } }]);
  });

  it('is missed without Enter, and says so', () => {
    expect(outcomes(typed('RIG-0325', 10).slice(0, -1))).toEqual([
      { kind: 'unended', code: { code: 'RIG-0325', alternative: null } },
    ]);
  });

  it('is one scan at any speed of scanners, whatever it reads', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ABCXYZabc0123456789-/'), minLength: 3 }),
        fc.integer({ min: 0, max: GAP_MS - 1 }),
        (text, every) => {
          expect(outcomes(typed(text, every))).toMatchObject([
            { kind: 'scan', code: { code: text, alternative: null } },
          ]);
        },
      ),
    );
  });
});

describe('a person', () => {
  it('presses shortcuts one by one', () => {
    expect(keys(typed('rmi', 90))).toEqual(['r', 'm', 'i']);
  });

  it('may press shift and a letter almost at once', () => {
    const [j, x] = typed('jX', 100) as [Press, Press];
    const shift = { key: 'Shift', code: 'ShiftLeft', shift: true, at: x.at - 5 };
    const { heard } = fallSilent(hear(SILENCE, j).heard);
    const held = hear(hear(heard, shift).heard, x);
    expect([...held.outcomes, ...fallSilent(held.heard).outcomes]).toEqual([
      { kind: 'key', press: x },
    ]);
  });

  it('types digits and Enter without that being a scan', () => {
    expect(scans(typed('240', 90))).toEqual([]);
  });

  it('never scans, however many keys', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abc123-'), minLength: 1 }),
        fc.integer({ min: GAP_MS, max: 400 }),
        (text, every) => {
          expect(scans(typed(text, every))).toEqual([]);
          expect(keys(typed(text, every))).toEqual([...text]);
        },
      ),
    );
  });

  it('presses a key once, however long the silence', () => {
    const { heard } = hear(SILENCE, typed('r', 90)[0] as Press);
    const silent = fallSilent(heard);
    expect(silent.outcomes).toHaveLength(1);
    expect(fallSilent(silent.heard).outcomes).toEqual([]);
    expect(hear(silent.heard, { key: 'm', code: 'KeyM', shift: false, at: 1100 }).outcomes).toEqual(
      [],
    );
  });

  it('who rolls over two keys presses neither of them twice', () => {
    expect(keys(typed('gs', 20))).toEqual([]);
    expect(keys(typed('gs', 40))).toEqual(['g', 's']);
  });
});
