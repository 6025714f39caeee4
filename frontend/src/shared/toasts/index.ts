import { type Store, store, useStore } from '@/shared/store';

/** Says that something succeeded, with the way back. Never an error: errors stay where they happened. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const SHOWN_MS = 12_000;
const toasts: Store<readonly Toast[]> = store<readonly Toast[]>([]);
let last = 0;

export function toast(text: string, action?: Toast['action']): void {
  last += 1;
  const id = last;
  toasts.set([...toasts.get().slice(-2), { id, text, ...(action ? { action } : {}) }]);
  setTimeout(() => dismiss(id), SHOWN_MS);
}

export function dismiss(id: number): void {
  toasts.set(toasts.get().filter((one) => one.id !== id));
}

export const useToasts = (): readonly Toast[] => useStore(toasts);
