/** A scanned code, in both readings where the keyboard's layout leaves a doubt. */
export interface ScannedCode {
  readonly code: string;
  /** The other reading; null where both agree, and for a camera. */
  readonly alternative: string | null;
}
