import type { ScanMatch } from '@quartermaster/api-client';
import type { Sheet } from '@/shared/routes/organization';
import type { SheetItem, SheetPlace } from '@/shared/sheet/things';

/** What a code means on this sheet. */
export type Meaning =
  | { readonly is: 'item'; readonly item: SheetItem; readonly lot: string | undefined }
  | { readonly is: 'place'; readonly place: SheetPlace }
  /** Something that this sheet cannot take. */
  | { readonly is: 'refused'; readonly title: string; readonly archived: boolean }
  /** Several lots have the code: a person has to say which. */
  | { readonly is: 'several'; readonly matches: readonly ScanMatch[] };

/** Reads the answer to a scan; `matches` are the best first, and at least one. */
export function meaningOf(kind: Sheet, matches: readonly ScanMatch[]): Meaning {
  const usable = matches.filter((match) => isUsable(kind, match));
  const [best] = usable;
  if (!best) {
    const [first] = matches;
    return { is: 'refused', title: first?.title ?? '', archived: first?.archived ?? false };
  }
  const rivals = usable.filter((match) => match.kind === best.kind && match.code === best.code);
  if (best.kind === 'lot' && rivals.length > 1) return { is: 'several', matches: rivals };
  return theMeaning(best);
}

const isUsable = (kind: Sheet, { archived, allowed }: ScanMatch): boolean =>
  !archived && allowed.includes(kind);

/** Of one match that the sheet can take. */
export function theMeaning(match: ScanMatch): Meaning {
  if (!match.item) return { is: 'place', place: { id: match.id, path: match.place } };
  const { id, name, sku, unit, has_lots } = match.item;
  return {
    is: 'item',
    item: { id, name, sku, unit, hasLots: has_lots },
    lot: match.kind === 'lot' ? match.code : undefined,
  };
}
