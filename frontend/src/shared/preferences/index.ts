import { useStore } from '@/shared/store';
import { type Preferences, preferences } from './preferences';

export {
  type Density,
  LANGUAGES,
  type Language,
  type Preferences,
  prefer,
  preferences,
  type Scheme,
} from './preferences';

export const usePreferences = (): Preferences => useStore(preferences);
