import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LANGUAGES, type Language, preferences } from '@/shared/preferences';

const files = import.meta.glob<Record<string, unknown>>('../locales/*/*.json', {
  import: 'default',
});

/** Words come with the route that says them. */
const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`../locales/${language}/${namespace}.json`];
    if (!load) return done(new Error(`No words: ${language}/${namespace}`), false);
    load().then(
      (words) => done(null, words),
      (error: Error) => done(error, false),
    );
  },
};

export async function startWords(): Promise<void> {
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: chosen(),
      fallbackLng: 'en',
      supportedLngs: Object.keys(LANGUAGES),
      load: 'languageOnly',
      ns: ['common', 'shell'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
    });
  document.documentElement.lang = i18next.language;
  preferences.subscribe(() => {
    if (chosen() !== i18next.language) void speak(chosen());
  });
}

async function speak(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

function chosen(): Language {
  const wanted = [preferences.get().language ?? '', ...navigator.languages];
  const known = Object.keys(LANGUAGES) as Language[];
  const found = wanted
    .map((tag) => known.find((language) => tag.startsWith(language)))
    .find((language) => language !== undefined);
  return found ?? 'en';
}
