import { useSyncExternalStore } from 'react';
import type { Store } from './store';

export { type Store, store } from './store';

export function useStore<T>(of: Store<T>): T {
  return useSyncExternalStore(of.subscribe, of.get);
}
