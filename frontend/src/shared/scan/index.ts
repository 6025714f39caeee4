import { useEffect, useEffectEvent } from 'react';
import type { ScannedCode } from './code';
import { type ScanHandler, take, takeTheRest, takeUnended } from './deliver';

export type { ScannedCode } from './code';

/** Gets every scan while mounted, by wedge or camera, wherever the focus is; the innermost wins. */
export const useScans = (handler: ScanHandler): void => useTaken(take, handler);

/** Gets the scans that no other part of the page wants. */
export const useOtherScans = (handler: ScanHandler): void => useTaken(takeTheRest, handler);

/** Gets what came as fast as a scan and had no Enter at its end. */
export const useUnendedScans = (handler: ScanHandler): void => useTaken(takeUnended, handler);

function useTaken(taking: (handler: ScanHandler) => () => void, handler: ScanHandler): void {
  const latest = useEffectEvent((code: ScannedCode) => handler(code));
  useEffect(() => taking((code) => latest(code)), [taking]);
}
