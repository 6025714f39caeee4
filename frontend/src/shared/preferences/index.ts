import { useStore } from '@/shared/store';
import { type Preferences, preferences } from './preferences';

export { type Density, type Language, type Preferences, prefer, preferences } from './preferences';

export const usePreferences = (): Preferences => useStore(preferences);
