import { type Store, store } from '@/shared/store';

export const shortcutsOpened: Store<boolean> = store(false);
export const openShortcuts = (): void => shortcutsOpened.set(true);
export const closeShortcuts = (): void => shortcutsOpened.set(false);
