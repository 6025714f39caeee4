import { useSyncExternalStore } from 'react';

const narrow = globalThis.matchMedia?.('(max-width: 760px)');

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

/** Whether the page has the width of a phone. */
export const usePhone = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches);
