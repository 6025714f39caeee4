import { useRef } from 'react';

/** Whether it was ever true: what has come once may stay. */
export function useEver(now: boolean): boolean {
  const ever = useRef(now);
  ever.current ||= now;
  return ever.current;
}
