import type { MovementRead } from '@quartermaster/api-client';
import { opposite, sum } from '@/shared/format/quantity';

type Moved = Pick<
  MovementRead,
  'from_location_id' | 'to_location_id' | 'quantity' | 'created_at' | 'id' | 'reverses_id'
>;

/** By how much a movement changes what the organization has: 0 where it only changes its place. */
export function effect(movement: Moved, virtual: ReadonlySet<string>): string {
  const came = virtual.has(movement.to_location_id) ? '0' : movement.quantity;
  const went = virtual.has(movement.from_location_id) ? '0' : opposite(movement.quantity);
  return sum([came, went]);
}

export interface Point {
  readonly at: string;
  /** After what happened at that moment. */
  readonly onHand: string;
}

/**
 * On hand over time, oldest first, folded from the whole ledger of an item, newest first.
 *
 * Null where the sum is not `onHand`: then it is not the whole ledger, and a line would lie.
 */
export function history(
  movements: readonly Moved[],
  virtual: ReadonlySet<string>,
  onHand: string,
): readonly Point[] | null {
  const points: Point[] = [];
  let level = '0';
  for (const movement of movements.toReversed()) {
    level = sum([level, effect(movement, virtual)]);
    if (points.at(-1)?.at === movement.created_at) points.pop();
    points.push({ at: movement.created_at, onHand: level });
  }
  return sum([level, opposite(onHand)]) === '0' ? points : null;
}

/** Which of these movements were reversed, as far as their reversals are among them. */
export const reversedAmong = (movements: readonly Moved[]): ReadonlySet<string> =>
  new Set(movements.flatMap(({ reverses_id }) => reverses_id ?? []));
