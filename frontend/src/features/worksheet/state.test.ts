import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sheet } from '@/shared/routes/organization';
import type { SheetItem, SheetPlace } from '@/shared/sheet/things';
import { type Action, EMPTY, reduce, type SheetState, steppedBack } from './state';

const item = (id: string): SheetItem => ({ id, name: id, sku: id, unit: 'pcs', hasLots: false });
const place = (id: string): SheetPlace => ({ id, path: ['Main store', id] });
const add = (id: string, more: Partial<Extract<Action, { do: 'add' }>> = {}): Action => ({
  do: 'add',
  item: item(id),
  ...more,
});
const scanPlace = (id: string, sourceKnown = false): Action => ({
  do: 'scanPlace',
  place: place(id),
  sourceKnown,
});

const sheetAfter = (
  actions: readonly Action[],
  kind: Sheet = 'receive',
  from = EMPTY,
): SheetState => actions.reduce((state, action) => reduce(kind, state, action), from);
const said = (state: SheetState) =>
  state.lines.map(({ item: { id }, quantity, place: own }) =>
    [id, quantity, ...(own ? [own.id] : [])].join(' '),
  );

describe('item codes', () => {
  it('add one, and again one more', () => {
    expect(said(sheetAfter([add('bolt'), add('fuse'), add('bolt')]))).toEqual(['bolt 2', 'fuse 1']);
  });

  it('add ten once after QMX10', () => {
    expect(said(sheetAfter([{ do: 'times' }, add('bolt'), add('bolt')]))).toEqual(['bolt 11']);
  });

  it('add exactly', () => {
    const counted: Action = { do: 'count', quantity: '0.1' };
    expect(said(sheetAfter([add('rope'), counted, add('rope', { quantity: '0.2' })]))).toEqual([
      'rope 0.3',
    ]);
  });

  it('of another lot make another line; a code without a lot adds to the last', () => {
    const state = sheetAfter([
      add('glove', { lot: 'L1' }),
      add('glove', { lot: 'L2' }),
      add('glove', { lot: 'L1' }),
      add('glove'),
    ]);
    expect(state.lines.map(({ lot, quantity }) => `${lot} ${quantity}`)).toEqual(['L1 2', 'L2 2']);
  });

  it('add to a line whose place was chosen on it', () => {
    const state = sheetAfter(
      [add('bolt'), { do: 'change', id: 1, change: { place: place('C-02') } }, add('bolt')],
      'issue',
    );
    expect(said(state)).toEqual(['bolt 2 C-02']);
  });

  it('sum up to as many as were scanned, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c')), (codes) => {
        const state = sheetAfter(codes.map((code) => add(code)));
        for (const line of state.lines) {
          const scanned = codes.filter((code) => code === line.item.id).length;
          expect(line.quantity).toBe(String(scanned));
        }
        expect(state.lines).toHaveLength(new Set(codes).size);
      }),
    );
  });
});

describe('typed digits', () => {
  it('set the quantity of the last line', () => {
    const state = sheetAfter([add('bolt'), add('fuse'), { do: 'count', quantity: '24' }]);
    expect(said(state)).toEqual(['bolt 1', 'fuse 24']);
  });

  it('count the line that was scanned last, not the newest', () => {
    const state = sheetAfter([
      add('bolt'),
      add('fuse'),
      add('bolt'),
      { do: 'count', quantity: '9' },
    ]);
    expect(said(state)).toEqual(['bolt 9', 'fuse 1']);
  });

  it('mean nothing on an empty sheet', () => {
    expect(sheetAfter([{ do: 'count', quantity: '24' }])).toBe(EMPTY);
  });
});

describe('place codes', () => {
  it('set where, also for the lines before', () => {
    const state = sheetAfter([add('bolt'), add('bolt'), scanPlace('A-03')]);
    expect(said(state)).toEqual(['bolt 2']);
    expect(state.to?.id).toBe('A-03');
  });

  it('leave at their place the lines that came after it', () => {
    const state = sheetAfter([scanPlace('A-03'), add('bolt'), scanPlace('B-01'), add('fuse')]);
    expect(said(state)).toEqual(['bolt 1 A-03', 'fuse 1']);
    expect(state.to?.id).toBe('B-01');
  });

  it('correct one another while nothing came between', () => {
    const state = sheetAfter([add('bolt'), scanPlace('A-03'), scanPlace('B-01')]);
    expect(said(state)).toEqual(['bolt 1']);
    expect(state.to?.id).toBe('B-01');
  });

  it('keep the same item at two places apart', () => {
    const state = sheetAfter([
      scanPlace('A'),
      add('bolt'),
      scanPlace('B'),
      add('bolt'),
      scanPlace('A'),
      add('bolt'),
    ]);
    expect(said(state)).toEqual(['bolt 2 A', 'bolt 1 B']);
  });

  it('picked by hand move all lines that follow the header', () => {
    const state = sheetAfter([
      scanPlace('A'),
      add('bolt'),
      { do: 'pickPlace', spot: 'to', place: place('B') },
    ]);
    expect(said(state)).toEqual(['bolt 1']);
    expect(state.to?.id).toBe('B');
  });

  it('of a transfer set the source first when it is unknown, then the target', () => {
    const state = sheetAfter([scanPlace('A'), add('bolt'), scanPlace('B')], 'transfer');
    expect([state.from?.id, state.to?.id]).toEqual(['A', 'B']);
    const known = sheetAfter([add('bolt'), scanPlace('B', true)], 'transfer');
    expect([known.from, known.to?.id]).toEqual([null, 'B']);
  });

  it('of an issue and an adjustment set where it is', () => {
    for (const kind of ['issue', 'adjust'] as const) {
      expect(sheetAfter([scanPlace('A')], kind).from?.id).toBe('A');
    }
  });
});

describe('unknown codes', () => {
  const wait: Action = {
    do: 'wait',
    code: { code: '4006', alternative: null },
    unasked: false,
    quantity: '1',
  };

  it('wait, count how often, and are decided once', () => {
    const state = sheetAfter([wait, wait, add('bolt')]);
    expect(state.waiting).toEqual([
      { code: '4006', alternative: null, unasked: false, count: '2' },
    ]);
    expect(sheetAfter([{ do: 'decide', code: '4006' }], 'receive', state).waiting).toEqual([]);
  });
});

it('is empty after it was sent, but for the codes that wait', () => {
  const wait: Action = {
    do: 'wait',
    code: { code: '4006', alternative: null },
    unasked: false,
    quantity: '1',
  };
  expect(sheetAfter([add('bolt'), scanPlace('A'), { do: 'sent' }])).toBe(EMPTY);
  const { lines, to, waiting } = sheetAfter([add('bolt'), wait, scanPlace('A'), { do: 'sent' }]);
  expect([lines, to, waiting.length]).toEqual([[], null, 1]);
});

describe('lines', () => {
  it('are removed; digits then count the last that is left', () => {
    const state = sheetAfter([
      add('bolt'),
      add('fuse'),
      { do: 'remove', id: 2 },
      { do: 'count', quantity: '5' },
    ]);
    expect(said(state)).toEqual(['bolt 5']);
  });

  it('never share an id', () => {
    const state = sheetAfter([add('a'), add('b'), { do: 'remove', id: 1 }, add('c')]);
    expect(state.lines.map(({ id }) => id)).toEqual([2, 3]);
  });
});

describe('the key of a commit', () => {
  const tried = sheetAfter([add('bolt'), { do: 'try', key: 'k' }]);

  it('stays while the content does', () => {
    expect(tried.key).toBe('k');
    expect(
      sheetAfter([{ do: 'count', quantity: '3' }], 'receive', { ...tried, current: null }).key,
    ).toBe('k');
  });

  it('stays when a code has to wait: what was sent may have arrived', () => {
    const wait: Action = {
      do: 'wait',
      code: { code: '4006', alternative: null },
      unasked: true,
      quantity: '1',
    };
    expect(sheetAfter([wait, { do: 'decide', code: '4006' }], 'receive', tried).key).toBe('k');
  });

  it('goes with any change', () => {
    for (const action of [
      add('bolt'),
      scanPlace('A'),
      { do: 'note', reason: 'lost' } as const,
      { do: 'change', id: 1, change: { lot: 'L' } } as const,
    ]) {
      expect(sheetAfter([action], 'receive', tried).key).toBeNull();
    }
  });
});

it('steps back over a scan and keeps what was typed', () => {
  const before = sheetAfter([add('bolt')]);
  const now = sheetAfter([add('fuse'), { do: 'note', reference: 'DN 1' }], 'receive', before);
  const back = steppedBack(now, before);
  expect(said(back)).toEqual(['bolt 1']);
  expect(back.reference).toBe('DN 1');
});
