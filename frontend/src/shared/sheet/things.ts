/** What a line of a worksheet knows of its item. */
export interface SheetItem {
  readonly id: string;
  readonly name: string;
  readonly sku: string | null;
  readonly unit: string;
  /** Whether a lot has to be asked for. */
  readonly hasLots: boolean;
}

export interface SheetPlace {
  readonly id: string;
  /** Names from the top down to the place itself. */
  readonly path: readonly string[];
}

/** A place by its last name: `A-03`. */
export const nameOf = (place: SheetPlace): string => place.path.at(-1) ?? '';
