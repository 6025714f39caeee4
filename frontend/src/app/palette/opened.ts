import { type Store, store } from '@/shared/store';

export const paletteOpened: Store<boolean> = store(false);
export const openPalette = (): void => paletteOpened.set(true);
export const closePalette = (): void => paletteOpened.set(false);
