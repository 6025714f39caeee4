import { store } from '@/shared/store';

export type Language = 'en' | 'de' | 'ko';
export type Scheme = 'auto' | 'light' | 'dark';
export type Density = 'compact' | 'normal' | 'comfortable';

export const LANGUAGES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  ko: '한국어',
};

export interface Preferences {
  /** Null: as the browser says. */
  readonly language: Language | null;
  /** `auto`: as the system is, light or dark. */
  readonly scheme: Scheme;
  readonly density: Density;
  readonly sounds: boolean;
  /** Single-key shortcuts; people who speak to their computer switch them off (WCAG 2.1.4). */
  readonly shortcuts: boolean;
  /** Columns shown, by list. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

const KEY = 'qm-preferences';
const UNSENT = 'qm-preferences-unsent';
const DEFAULTS: Preferences = {
  language: null,
  scheme: 'auto',
  density: 'normal',
  sounds: true,
  shortcuts: true,
  columns: {},
};

/** How this person likes it: on this device at once, on the others by `sync`. */
export const preferences = store<Preferences>({ ...DEFAULTS, ...kept(KEY) });

/** What was chosen here and the server does not know yet, also when the page was left meanwhile. */
export const unsent = store<Partial<Preferences>>(kept(UNSENT));
unsent.subscribe(() => localStorage.setItem(UNSENT, JSON.stringify(unsent.get())));

export function prefer(changes: Partial<Preferences>): void {
  keep({ ...preferences.get(), ...changes });
  unsent.set({ ...unsent.get(), ...changes });
}

/** Takes over what was chosen on another device, except where something newer was chosen here. */
export function adopt(chosen: Partial<Preferences>): void {
  keep({ ...DEFAULTS, ...chosen, ...unsent.get() });
}

function keep(next: Preferences): void {
  localStorage.setItem(KEY, JSON.stringify(next));
  preferences.set(next);
}

function kept(key: string): Partial<Preferences> {
  const text = globalThis.localStorage?.getItem(key);
  return text ? (JSON.parse(text) as Partial<Preferences>) : {};
}
