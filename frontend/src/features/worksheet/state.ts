import { sum } from '@/shared/format/quantity';
import type { Sheet } from '@/shared/routes/organization';
import type { ScannedCode } from '@/shared/scan';
import type { SheetItem, SheetPlace } from '@/shared/sheet/things';

export interface Line {
  readonly id: number;
  readonly item: SheetItem;
  /** A decimal string; of an adjustment, what was counted. */
  readonly quantity: string;
  /** A lot's code, empty for stock without one; null: not said. */
  readonly lot: string | null;
  /** Of a lot that the receipt makes: `2028-05-31`. */
  readonly expires: string;
  readonly quality: string;
  /** Where this line alone is, or goes to; null: as the header says. */
  readonly place: SheetPlace | null;
  /** Lot and expiry are shown although the item has no lots yet. */
  readonly detailed: boolean;
}

/** A code that waits for a decision; the next scan does not. */
export interface Waiting extends ScannedCode {
  /** How often it was scanned. */
  readonly count: string;
  /** The server could not be asked. */
  readonly unasked: boolean;
}

export interface SheetState {
  readonly from: SheetPlace | null;
  readonly to: SheetPlace | null;
  /** In the order of their first scan. */
  readonly lines: readonly Line[];
  readonly waiting: readonly Waiting[];
  readonly reference: string;
  readonly reason: string;
  /** The line that typed digits count. */
  readonly current: number | null;
  /** How much the next item code adds. */
  readonly times: '1' | '10';
  /** A line came since the place was set: another place is for the lines after it. */
  readonly settled: boolean;
  /** Of the commit that was tried with exactly this content. */
  readonly key: string | null;
}

export const EMPTY: SheetState = {
  from: null,
  to: null,
  lines: [],
  waiting: [],
  reference: '',
  reason: '',
  current: null,
  times: '1',
  settled: false,
  key: null,
};

export type Spot = 'from' | 'to';

export type LineChange = Partial<
  Pick<Line, 'quantity' | 'lot' | 'expires' | 'quality' | 'place' | 'detailed'>
>;

export type Action =
  | {
      readonly do: 'add';
      readonly item: SheetItem;
      /** Left out: any lot. */
      readonly lot?: string | null;
      readonly place?: SheetPlace | null;
      /** Left out: one, or ten after `QMX10`. */
      readonly quantity?: string;
    }
  | { readonly do: 'count'; readonly quantity: string }
  | { readonly do: 'scanPlace'; readonly place: SheetPlace; readonly sourceKnown: boolean }
  | { readonly do: 'pickPlace'; readonly spot: Spot; readonly place: SheetPlace | null }
  | { readonly do: 'times' }
  | { readonly do: 'change'; readonly id: number; readonly change: LineChange }
  | { readonly do: 'remove'; readonly id: number }
  | { readonly do: 'note'; readonly reference?: string; readonly reason?: string }
  | {
      readonly do: 'wait';
      readonly code: ScannedCode;
      readonly unasked: boolean;
      readonly quantity: string;
    }
  | { readonly do: 'decide'; readonly code: string }
  | { readonly do: 'clear' }
  | { readonly do: 'sent' }
  | { readonly do: 'try'; readonly key: string };

/** Places that the header of a sheet shows. */
export const SPOTS: Readonly<Record<Sheet, readonly Spot[]>> = {
  receive: ['to'],
  issue: ['from'],
  transfer: ['from', 'to'],
  adjust: ['from'],
};

/** The place in the header that lines follow: where they are taken from, or put. */
export const lineSpot = (kind: Sheet): Spot => (kind === 'receive' ? 'to' : 'from');

/** Actions that leave what would be sent as it is. */
const BESIDE: readonly Action['do'][] = ['times', 'wait', 'decide'];

/** The grammar of a worksheet. Whatever changes what is sent makes the next commit another act. */
export function reduce(kind: Sheet, state: SheetState, action: Action): SheetState {
  if (action.do === 'try') return { ...state, key: action.key };
  const next = changed(kind, state, action);
  const same = next === state || next.key === null || BESIDE.includes(action.do);
  return same ? next : { ...next, key: null };
}

function changed(
  kind: Sheet,
  state: SheetState,
  action: Exclude<Action, { do: 'try' }>,
): SheetState {
  switch (action.do) {
    case 'add':
      return added(kind, state, action);
    case 'count':
      return state.current === null
        ? state
        : withLine(state, state.current, { quantity: action.quantity });
    case 'scanPlace':
      return placed(kind, state, action);
    case 'pickPlace':
      return { ...state, [action.spot]: action.place, settled: false };
    case 'times':
      return { ...state, times: '10' };
    case 'change':
      return withLine(state, action.id, action.change);
    case 'remove':
      return without(state, action.id);
    case 'note':
      return {
        ...state,
        reference: action.reference ?? state.reference,
        reason: action.reason ?? state.reason,
      };
    case 'wait':
      return waited(state, action);
    case 'decide':
      return { ...state, waiting: state.waiting.filter(({ code }) => code !== action.code) };
    case 'clear':
      return EMPTY;
    case 'sent':
      // codes that nobody has decided on are not part of what was sent
      return state.waiting.length === 0 ? EMPTY : { ...EMPTY, waiting: state.waiting };
  }
}

type Add = Extract<Action, { do: 'add' }>;

function added(kind: Sheet, state: SheetState, action: Add): SheetState {
  const quantity = action.quantity ?? state.times;
  const base: SheetState = { ...state, times: '1', settled: true };
  const known = sameLine(kind, state, action);
  if (known) return withLine(base, known.id, { quantity: sum([known.quantity, quantity]) });
  const id = 1 + Math.max(0, ...state.lines.map((line) => line.id));
  const { item, lot = null, place = null } = action;
  const line = { id, item, quantity, lot, place, expires: '', quality: '', detailed: false };
  return { ...base, lines: [...state.lines, line], current: id };
}

/** The line that would say the same: of this item and lot, at the place of now. */
export function sameLine(kind: Sheet, state: SheetState, action: Add): Line | undefined {
  const here = action.place ?? state[lineSpot(kind)];
  return state.lines.findLast(
    (line) =>
      line.item.id === action.item.id &&
      (action.lot === undefined || line.lot === action.lot) &&
      (action.place
        ? line.place?.id === here?.id
        : line.place === null || here === null || line.place.id === here.id),
  );
}

function withLine(state: SheetState, id: number, change: LineChange): SheetState {
  const lines = state.lines.map((line) => (line.id === id ? { ...line, ...change } : line));
  return { ...state, lines, current: id };
}

function without(state: SheetState, id: number): SheetState {
  const lines = state.lines.filter((line) => line.id !== id);
  return {
    ...state,
    lines,
    current: state.current === id ? (lines.at(-1)?.id ?? null) : state.current,
  };
}

function placed(
  kind: Sheet,
  state: SheetState,
  { place, sourceKnown }: Extract<Action, { do: 'scanPlace' }>,
): SheetState {
  if (kind === 'transfer') {
    const spot = state.from === null && !sourceKnown ? 'from' : 'to';
    return { ...state, [spot]: place };
  }
  const spot = lineSpot(kind);
  const earlier = state[spot];
  const lines =
    earlier && state.settled && earlier.id !== place.id
      ? state.lines.map((line) => (line.place === null ? { ...line, place: earlier } : line))
      : state.lines;
  return { ...state, lines, [spot]: place, settled: false };
}

function waited(state: SheetState, action: Extract<Action, { do: 'wait' }>): SheetState {
  const { code, unasked, quantity } = action;
  const known = state.waiting.find((one) => one.code === code.code);
  const one = { ...code, unasked, count: sum([known?.count ?? '0', quantity]) };
  return {
    ...state,
    times: '1',
    waiting: known
      ? state.waiting.map((other) => (other === known ? one : other))
      : [...state.waiting, one],
  };
}

/** Whether `QMUNDO` takes it back: what is scanned, not what is typed into fields. */
export const isStep = (action: Action): boolean =>
  !['try', 'note', 'change', 'decide'].includes(action.do);

/** The state before a step, with what was typed into fields since. */
export const steppedBack = (now: SheetState, before: SheetState): SheetState => ({
  ...before,
  reference: now.reference || before.reference,
  reason: now.reason || before.reason,
  key: null,
});
