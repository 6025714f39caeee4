import type { ScannedCode } from './code';

export type ScanHandler = (code: ScannedCode) => void;

/** Mounted handlers; the last one gets the scans. */
const handlers: ScanHandler[] = [];
let fallback: ScanHandler | null = null;
let unended: ScanHandler | null = null;

/** Whether anybody wants scans here; where nobody does, fast typing is only typing. */
export const expected = (): boolean => handlers.length > 0 || fallback !== null;

export function deliver(code: ScannedCode): void {
  (handlers.at(-1) ?? fallback)?.(code);
}

/** A scanner that forgets its Enter: only the test of scanners listens to it. */
export function deliverUnended(code: ScannedCode): void {
  unended?.(code);
}

/** Takes the scans until the returned function is called, or until somebody within takes them. */
export function take(handler: ScanHandler): () => void {
  handlers.push(handler);
  return () => {
    handlers.splice(handlers.lastIndexOf(handler), 1);
  };
}

/** Takes the scans that nobody else wants. */
export function takeTheRest(handler: ScanHandler): () => void {
  fallback = handler;
  return () => {
    fallback = null;
  };
}

export function takeUnended(handler: ScanHandler): () => void {
  unended = handler;
  return () => {
    unended = null;
  };
}
