/** Something that was chosen: enough to show it and to send it. */
export interface Picked {
  readonly id: string;
  readonly title: string;
}

/** Something that can be chosen. */
export interface Option extends Picked {
  /** Its plate: SKU, location code. */
  readonly code?: string;
  /** Where it hangs, from the top down, itself included. */
  readonly path?: readonly string[];
}

export type Search = (q: string, signal: AbortSignal) => Promise<readonly Option[]>;
