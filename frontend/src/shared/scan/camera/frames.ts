/** A code has to be out of the picture for this long before it counts again. */
export const GONE_MS = 1000;

/** When each code was last in the picture, in milliseconds. */
export type Seen = ReadonlyMap<string, number>;

export interface Frame {
  readonly seen: Seen;
  /** Codes that came into the picture. */
  readonly fresh: readonly string[];
}

/** Takes the codes of one frame: a label that stays before the camera is one scan. */
export function look(seen: Seen, codes: readonly string[], at: number): Frame {
  const still = new Map([...seen].filter(([, last]) => at - last < GONE_MS));
  const fresh = [...new Set(codes)].filter((code) => code.trim() !== '' && !still.has(code));
  for (const code of codes) still.set(code, at);
  return { seen: still, fresh };
}
