import type { PostingCreate } from '@quartermaster/api-client';
import { compare, sum } from '@/shared/format/quantity';
import type { Sheet } from '@/shared/routes/organization';
import { type LevelsOf, lotOf, placeOf } from './balances';
import type { Line, SheetState } from './state';

/** What the sheet lacks before it can be sent. */
export type Gap =
  | { readonly at: 'line'; readonly line: number; readonly lacks: 'place' | 'lot' | 'quantity' }
  | { readonly at: 'sheet'; readonly lacks: 'to' | 'same' | 'reason' };

export function gaps(kind: Sheet, state: SheetState, levelsOf: LevelsOf): readonly Gap[] {
  const found: Gap[] = [];
  for (const line of state.lines) {
    const levels = levelsOf(line.item.id);
    const place = placeOf(kind, line, state, levels);
    const lack = (lacks: 'place' | 'lot' | 'quantity') =>
      found.push({ at: 'line', line: line.id, lacks });
    if (!place) lack('place');
    else if (lotOf(kind, line, place, levels) === null) lack('lot');
    if (compare(line.quantity, '0') < (kind === 'adjust' ? 0 : 1)) lack('quantity');
    if (kind === 'transfer' && place && place.id === state.to?.id) {
      found.push({ at: 'sheet', lacks: 'same' });
    }
  }
  if (kind === 'transfer' && !state.to) found.push({ at: 'sheet', lacks: 'to' });
  if (kind === 'adjust' && state.reason.trim() === '') found.push({ at: 'sheet', lacks: 'reason' });
  return found;
}

/** The sheet as the API takes it; it has no gaps. */
export function posting(kind: Sheet, state: SheetState, levelsOf: LevelsOf): PostingCreate {
  return {
    lines: state.lines.map((line) => lineOf(kind, line, state, levelsOf)),
    reference: state.reference.trim(),
    reason: state.reason.trim(),
  };
}

function lineOf(
  kind: Sheet,
  line: Line,
  state: SheetState,
  levelsOf: LevelsOf,
): PostingCreate['lines'][number] {
  const levels = levelsOf(line.item.id);
  const place = placeOf(kind, line, state, levels);
  const lot = lotOf(kind, line, place, levels) ?? '';
  const location_id = place?.id ?? '';
  const of = { item_id: line.item.id, ...(lot === '' ? {} : { lot }) };
  const { quantity } = line;
  switch (kind) {
    case 'receive':
      return { kind, ...of, location_id, quantity, ...described(line) };
    case 'issue':
      return { kind, ...of, location_id, quantity };
    case 'transfer':
      return {
        kind,
        ...of,
        from_location_id: location_id,
        to_location_id: state.to?.id ?? '',
        quantity,
      };
    case 'adjust':
      return { kind, ...of, location_id, counted: quantity };
  }
}

const described = ({ expires, quality }: Line) => ({
  ...(expires === '' ? {} : { expires_on: expires }),
  ...(quality === '' ? {} : { quality: Number(quality) }),
});

export interface Total {
  readonly unit: string;
  readonly quantity: string;
}

/** How much in all: a sum for each unit. */
export function totals(lines: readonly Line[]): readonly Total[] {
  const units = new Map<string, string>();
  for (const { item, quantity } of lines) {
    units.set(item.unit, sum([units.get(item.unit) ?? '0', quantity]));
  }
  return [...units].map(([unit, quantity]) => ({ unit, quantity }));
}
