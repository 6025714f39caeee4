import { describe, expect, it } from 'vitest';
import type { Sheet } from '@/shared/routes/organization';
import { effects, type Level, lotOf, orNone, placeOf } from './balances';
import { gaps, posting, totals } from './posting';
import { EMPTY, type Line, type SheetState } from './state';

const level = (place: string, on_hand: string, lot = '', available = on_hand): Level => ({
  item_id: 'bolt',
  location_id: place,
  location_path: ['Main store', place],
  lot,
  on_hand,
  available,
  min_level: null,
  expires_on: null,
});
const line = (more: Partial<Line> = {}): Line => ({
  id: 1,
  item: { id: 'bolt', name: 'Bolt', sku: null, unit: 'pcs', hasLots: false },
  quantity: '1',
  lot: null,
  expires: '',
  quality: '',
  place: null,
  detailed: false,
  ...more,
});
const at = (id: string) => ({ id, path: ['Main store', id] });
const sheet = (lines: readonly Line[], more: Partial<SheetState> = {}): SheetState => ({
  ...EMPTY,
  lines,
  ...more,
});
const whereIs = (kind: Sheet, levels: readonly Level[], state = sheet([line()])) =>
  placeOf(kind, state.lines[0] ?? line(), state, levels)?.id ?? null;

describe('where a line is', () => {
  const two = [level('A', '2'), level('B', '10'), level('C', '0')];

  it('for a receipt: where most of it is, even if nothing is left there', () => {
    expect(whereIs('receive', two)).toBe('B');
    expect(whereIs('receive', [level('C', '0')])).toBe('C');
    expect(whereIs('receive', [])).toBeNull();
  });

  it('for a receipt of what was nowhere yet: the only place there is', () => {
    expect(whereIs('receive', orNone([], 'bolt', at('A')))).toBe('A');
    expect(whereIs('issue', orNone([], 'bolt', at('A')))).toBeNull();
    expect(whereIs('receive', orNone([level('B', '0')], 'bolt', at('A')))).toBe('B');
    expect(orNone([], 'bolt', null)).toEqual([]);
  });

  it('for the others: the only place that has some, else it is asked', () => {
    for (const kind of ['issue', 'transfer', 'adjust'] as const) {
      expect(whereIs(kind, two)).toBeNull();
      expect(whereIs(kind, [level('A', '2'), level('C', '0')])).toBe('A');
    }
  });

  it('for a count: also the only place that once had some', () => {
    expect(whereIs('adjust', [level('C', '0')])).toBe('C');
    expect(whereIs('issue', [level('C', '0')])).toBeNull();
  });

  it('is what the header says, and before that what the line says', () => {
    expect(whereIs('issue', two, sheet([line()], { from: at('A') }))).toBe('A');
    expect(whereIs('issue', two, sheet([line({ place: at('C') })], { from: at('A') }))).toBe('C');
    expect(whereIs('receive', two, sheet([line()], { from: at('A'), to: at('C') }))).toBe('C');
  });

  it('is where the lot is', () => {
    const levels = [level('A', '2', 'L1'), level('B', '2', 'L2')];
    expect(whereIs('issue', levels, sheet([line({ lot: 'L2' })]))).toBe('B');
    expect(whereIs('receive', levels, sheet([line({ lot: 'L2' })]))).toBe('B');
    expect(whereIs('receive', levels, sheet([line({ lot: 'new' })]))).toBe('A');
  });
});

describe('which lot', () => {
  it('is the only one there, else it is asked', () => {
    const levels = [level('A', '2', 'L1'), level('A', '0', 'L0'), level('B', '2', 'L2')];
    expect(lotOf('issue', line(), at('A'), levels)).toBe('L1');
    expect(lotOf('issue', line(), at('A'), [...levels, level('A', '1', 'L3')])).toBeNull();
    expect(lotOf('issue', line(), at('Z'), levels)).toBe('');
  });

  it('of a receipt is what was typed', () => {
    expect(lotOf('receive', line(), at('A'), [level('A', '2', 'L1'), level('A', '1', 'L2')])).toBe(
      '',
    );
  });
});

describe('what a sheet does', () => {
  const levels = () => [level('A', '1240'), level('B', '0.1')];
  const balance = (kind: Sheet, state: SheetState) =>
    [...effects(kind, state, levels).balances.values()].map((some) =>
      some.map(({ place, before, after }) => `${place.id} ${before} ${after}`).join(', '),
    );

  it('is exact, and adds up over lines', () => {
    const state = sheet([
      line({ quantity: '300', place: at('A') }),
      line({ id: 2, quantity: '0.2', place: at('B') }),
      line({ id: 3, quantity: '1', place: at('A') }),
    ]);
    expect(balance('receive', state)).toEqual(['A 1240 1540', 'B 0.1 0.3', 'A 1540 1541']);
    expect(effects('receive', state, levels).changes).toEqual([
      ['bolt', 'A', '301'],
      ['bolt', 'B', '0.2'],
    ]);
  });

  it('goes below zero where too much is taken', () => {
    expect(balance('issue', sheet([line({ quantity: '2', place: at('B') })]))).toEqual([
      'B 0.1 -1.9',
    ]);
  });

  it('of a transfer shows both ends', () => {
    const state = sheet([line({ quantity: '40', place: at('A') })], { to: at('B') });
    expect(balance('transfer', state)).toEqual(['A 1240 1200, B 0.1 40.1']);
  });

  it('of an adjustment is what was counted', () => {
    const state = sheet([line({ quantity: '1238', place: at('A') })]);
    expect(balance('adjust', state)).toEqual(['A 1240 1238']);
    expect(effects('adjust', state, levels).changes).toEqual([['bolt', 'A', '-2']]);
  });

  it('tells which line brings a place to its minimum again', () => {
    const low = () => [
      { ...level('A', '6'), min_level: '10' },
      { ...level('B', '10'), min_level: '10' },
    ];
    const state = sheet([
      line({ quantity: '3.9', place: at('A') }),
      line({ id: 2, quantity: '0.1', place: at('A') }),
      line({ id: 3, quantity: '1', place: at('A') }),
      line({ id: 4, quantity: '1', place: at('B') }),
    ]);
    const { balances } = effects('receive', state, low);
    expect([...balances.values()].flat().map(({ refilled }) => refilled)).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });
});

describe('a posting', () => {
  const none = () => [];

  it('of a receipt describes the lots that it makes', () => {
    const state = sheet(
      [line({ quantity: '40', lot: 'L-2307', expires: '2028-05-31', quality: '712' })],
      { to: at('A'), reference: ' DN 88-2041 ' },
    );
    expect(posting('receive', state, none)).toEqual({
      lines: [
        {
          kind: 'receive',
          item_id: 'bolt',
          lot: 'L-2307',
          location_id: 'A',
          quantity: '40',
          expires_on: '2028-05-31',
          quality: 712,
        },
      ],
      reference: 'DN 88-2041',
      reason: '',
    });
  });

  it('of a transfer has both ends, of an adjustment the count', () => {
    const state = sheet([line({ quantity: '2' })], { from: at('A'), to: at('B'), reason: 'lost' });
    expect(posting('transfer', state, none).lines).toEqual([
      {
        kind: 'transfer',
        item_id: 'bolt',
        from_location_id: 'A',
        to_location_id: 'B',
        quantity: '2',
      },
    ]);
    expect(posting('adjust', state, none).lines).toEqual([
      { kind: 'adjust', item_id: 'bolt', location_id: 'A', counted: '2' },
    ]);
  });

  it('says what it lacks', () => {
    const lack = (kind: Sheet, state: SheetState) =>
      gaps(kind, state, none).map(({ lacks }) => lacks);
    expect(lack('receive', sheet([line({ quantity: '0' })]))).toEqual(['place', 'quantity']);
    expect(lack('transfer', sheet([line({ place: at('A') })]))).toEqual(['to']);
    expect(lack('transfer', sheet([line({ place: at('A') })], { to: at('A') }))).toEqual(['same']);
    expect(lack('adjust', sheet([line({ quantity: '0', place: at('A') })]))).toEqual(['reason']);
    expect(lack('issue', sheet([line()], { from: at('A') }))).toEqual([]);
  });

  it('asks for the lot where there are several', () => {
    const two = () => [level('A', '2', 'L1'), level('A', '2', 'L2')];
    expect(gaps('issue', sheet([line()]), two)).toEqual([{ at: 'line', line: 1, lacks: 'lot' }]);
  });
});

it('sums up by unit', () => {
  const rope = { ...line().item, id: 'rope', unit: 'm' };
  const lines = [
    line({ quantity: '500' }),
    line({ quantity: '1.5', item: rope }),
    line({ quantity: '2' }),
  ];
  expect(totals(lines)).toEqual([
    { unit: 'pcs', quantity: '502' },
    { unit: 'm', quantity: '1.5' },
  ]);
});
