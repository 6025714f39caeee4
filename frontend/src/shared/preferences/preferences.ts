import { store } from '@/shared/store';

export type Language = 'en' | 'de' | 'ko';
export type Density = 'compact' | 'normal' | 'comfortable';

export interface Preferences {
  /** Null: as the browser says. */
  readonly language: Language | null;
  readonly density: Density;
  readonly sounds: boolean;
  /** Single-key shortcuts; people who speak to their computer switch them off (WCAG 2.1.4). */
  readonly shortcuts: boolean;
  /** Columns shown, by list. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

const KEY = 'qm-preferences';
const DEFAULTS: Preferences = {
  language: null,
  density: 'normal',
  sounds: true,
  shortcuts: true,
  columns: {},
};

/** How this person likes it, on this device. */
export const preferences = store<Preferences>(kept());

export function prefer(changes: Partial<Preferences>): void {
  const next = { ...preferences.get(), ...changes };
  localStorage.setItem(KEY, JSON.stringify(next));
  preferences.set(next);
}

function kept(): Preferences {
  const text = globalThis.localStorage?.getItem(KEY);
  return text ? { ...DEFAULTS, ...(JSON.parse(text) as Partial<Preferences>) } : DEFAULTS;
}
