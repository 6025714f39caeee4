import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { arrived } from '@/shared/arrived';
import { LANGUAGES, preferences } from '@/shared/preferences';

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
    arrived(load()).then(
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
      nonExplicitSupportedLngs: true,
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

async function speak(tag: string): Promise<void> {
  await i18next.changeLanguage(tag);
  document.documentElement.lang = tag;
}

/** The person's language as the browser spells it, `en-GB` say: numbers and days follow the region. */
function chosen(): string {
  const { language } = preferences.get();
  const spoken = (tag: string) => Object.keys(LANGUAGES).some((known) => tag.startsWith(known));
  const tags = navigator.languages.filter(language ? (tag) => tag.startsWith(language) : spoken);
  return tags[0] ?? language ?? 'en';
}
