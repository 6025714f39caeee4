import { type Store, store } from '@/shared/store/store';

/** Somebody waits for a proof that it is still the person who signed in; null: nobody does. */
export const wanted: Store<((proved: boolean) => void) | null> = store<
  ((proved: boolean) => void) | null
>(null);

let asked: Promise<boolean> | null = null;

/** Asks for the password or a code over the page, once for all who wait. False: it was put aside. */
export function prove(): Promise<boolean> {
  asked ??= new Promise<boolean>((answer) => wanted.set(answer)).finally(() => {
    asked = null;
    wanted.set(null);
  });
  return asked;
}
