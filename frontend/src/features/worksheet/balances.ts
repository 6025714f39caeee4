import type { LevelRead } from '@quartermaster/api-client';
import { compare, difference, opposite, sum } from '@/shared/format/quantity';
import type { Sheet } from '@/shared/routes/organization';
import type { SheetPlace } from '@/shared/sheet/things';
import { type Line, lineSpot, type SheetState } from './state';

export type Level = Pick<
  LevelRead,
  | 'item_id'
  | 'location_id'
  | 'location_path'
  | 'lot'
  | 'on_hand'
  | 'available'
  | 'min_level'
  | 'expires_on'
>;

/** The levels of an item wherever it is, levels of 0 too; none while they are not known. */
export type LevelsOf = (item: string) => readonly Level[];

/** What an item has that was nowhere yet: nothing, at the only place there is. */
export const orNone = (
  levels: readonly Level[],
  item: string,
  only: SheetPlace | null,
): readonly Level[] =>
  levels.length > 0 || !only
    ? levels
    : [
        {
          item_id: item,
          location_id: only.id,
          location_path: [...only.path],
          lot: '',
          on_hand: '0',
          available: '0',
          min_level: null,
          expires_on: null,
        },
      ];

const isSome = (quantity: string): boolean => compare(quantity, '0') > 0;

/** Where a line is taken from, or put: as it says, as the header says, else where its item is. */
export function placeOf(
  kind: Sheet,
  line: Line,
  state: SheetState,
  levels: readonly Level[],
): SheetPlace | null {
  const said = line.place ?? state[lineSpot(kind)];
  if (said) return said;
  const places = placesWith(line, levels);
  // a lot that comes for the first time goes to where the item is
  if (kind === 'receive') return places[0] ?? placesWith({ lot: null }, levels)[0] ?? null;
  const holding = places.filter(({ on_hand }) => isSome(on_hand));
  // what is counted may be nothing, where there was some
  const likely = kind === 'adjust' && holding.length === 0 ? places : holding;
  return likely.length === 1 ? (likely[0] ?? null) : null;
}

export interface Holding extends SheetPlace {
  readonly on_hand: string;
  readonly available: string;
}

/** The places that know the item of a line, in its lot if it has one, the fullest first. */
export function placesWith(
  { lot }: Pick<Line, 'lot'>,
  levels: readonly Level[],
): readonly Holding[] {
  const places = new Map<string, Holding>();
  for (const level of levels) {
    if (lot !== null && level.lot !== lot) continue;
    const known = places.get(level.location_id);
    places.set(level.location_id, {
      id: level.location_id,
      path: level.location_path,
      on_hand: sum([known?.on_hand ?? '0', level.on_hand]),
      available: sum([known?.available ?? '0', level.available]),
    });
  }
  return [...places.values()].sort((a, b) => compare(b.on_hand, a.on_hand));
}

/** The lots of an item at a place; of a place with some, those that have some. */
export function lotsAt(place: SheetPlace | null, levels: readonly Level[]): readonly Level[] {
  const here = levels.filter((level) => level.location_id === place?.id);
  const holding = here.filter(({ on_hand }) => isSome(on_hand));
  return holding.length > 0 ? holding : here;
}

/** The lot of a line, empty for none; null when it has to be said. */
export function lotOf(
  kind: Sheet,
  line: Line,
  place: SheetPlace | null,
  levels: readonly Level[],
): string | null {
  if (line.lot !== null || kind === 'receive') return line.lot ?? '';
  const lots = lotsAt(place, levels);
  return lots.length > 1 ? null : (lots[0]?.lot ?? '');
}

/** One balance before and after a line; the lines above it have had their effect. */
export interface Balance {
  readonly place: SheetPlace;
  readonly before: string;
  readonly after: string;
  /** It was below the minimum of its item, and is no more. */
  readonly refilled: boolean;
}

export interface Effects {
  /** By line. */
  readonly balances: ReadonlyMap<number, readonly Balance[]>;
  /** What the sheet does in all, by item and place. */
  readonly changes: readonly (readonly [item: string, place: string, change: string])[];
}

/** What the sheet would do to the balances, exactly. */
export function effects(kind: Sheet, state: SheetState, levelsOf: LevelsOf): Effects {
  const running = new Map<string, string>();
  const totals = new Map<string, readonly [string, string, string]>();
  const balances = new Map<number, readonly Balance[]>();
  for (const line of state.lines) {
    const levels = levelsOf(line.item.id);
    const place = placeOf(kind, line, state, levels);
    const lot = lotOf(kind, line, place, levels);
    // a receipt speaks of the item, the others draw from a lot
    const own = kind === 'receive' ? null : lot;
    const apply = (at: SheetPlace, becomes: (before: string) => string): Balance => {
      const name = [line.item.id, at.id, own].join(' ');
      const before = running.get(name) ?? onHand(at, own, levels);
      const after = becomes(before);
      running.set(name, after);
      const total = [line.item.id, at.id].join(' ');
      const change = sum([totals.get(total)?.[2] ?? '0', difference(after, before)]);
      totals.set(total, [line.item.id, at.id, change]);
      const minimum = levels[0]?.min_level ?? '0';
      const refilled = compare(before, minimum) < 0 && compare(after, minimum) >= 0;
      return { place: at, before, after, refilled };
    };
    const made: Balance[] = [];
    const more = (before: string) => sum([before, line.quantity]);
    const less = (before: string) => sum([before, opposite(line.quantity)]);
    if (place && kind === 'receive') made.push(apply(place, more));
    if (place && (kind === 'issue' || kind === 'transfer')) made.push(apply(place, less));
    if (place && kind === 'adjust') made.push(apply(place, () => line.quantity));
    if (kind === 'transfer' && state.to) made.push(apply(state.to, more));
    balances.set(line.id, made);
  }
  return { balances, changes: [...totals.values()] };
}

function onHand(place: SheetPlace, lot: string | null, levels: readonly Level[]): string {
  return sum(
    levels
      .filter((level) => level.location_id === place.id && (lot === null || level.lot === lot))
      .map((level) => level.on_hand),
  );
}
