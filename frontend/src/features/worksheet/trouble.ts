import { type Store, store, useStore } from '@/shared/store';

/** Something beside the commit failed: a look-up, an undo. The sheet says so, and tries again. */
export interface Trouble {
  readonly error: unknown;
  readonly retry: () => void;
}

const trouble: Store<Trouble | null> = store<Trouble | null>(null);

export const useTrouble = (): Trouble | null => useStore(trouble);
export const hideTrouble = (): void => trouble.set(null);

export function showTrouble({ error, retry }: Trouble): void {
  trouble.set({
    error,
    retry: () => {
      hideTrouble();
      retry();
    },
  });
}
