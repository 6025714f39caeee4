import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const HERE = import.meta.dirname;
const LANGUAGES = ['en', 'de', 'ko'];
const PLURAL = /_(?:zero|one|two|few|many|other)$/;

type Words = { readonly [key: string]: string | Words };

const flat = (words: Words, above = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[above + key, value]] : flat(value, `${above}${key}.`),
  );

const read = (language: string, file: string): Map<string, string> =>
  new Map(flat(JSON.parse(readFileSync(join(HERE, language, file), 'utf8')) as Words));

/** Keys without their plural form. */
const stems = (words: ReadonlyMap<string, string>) =>
  new Set([...words.keys()].map((key) => key.replace(PLURAL, '')));

const placeholders = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((found) => found[1]);

/** By stem: the union over plural forms, since "one" may leave the number out. */
function asked(words: ReadonlyMap<string, string>): Map<string, ReadonlySet<string | undefined>> {
  const all = new Map<string, Set<string | undefined>>();
  for (const [key, text] of words) {
    const stem = key.replace(PLURAL, '');
    all.set(stem, new Set([...(all.get(stem) ?? []), ...placeholders(text)]));
  }
  return all;
}

function plurals(words: ReadonlyMap<string, string>): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const key of words.keys()) {
    const form = PLURAL.exec(key);
    if (form) {
      const stem = key.replace(PLURAL, '');
      all.set(stem, [...(all.get(stem) ?? []), form[0].slice(1)].sort());
    }
  }
  return all;
}

const files = readdirSync(join(HERE, 'en'));

describe.each(LANGUAGES)('%s', (language) => {
  it('has the files of English', () => {
    expect(readdirSync(join(HERE, language)).sort()).toEqual([...files].sort());
  });

  it.each(files)('%s says the same with the same placeholders', (file) => {
    const [english, words] = [read('en', file), read(language, file)];
    expect([...stems(words)].sort()).toEqual([...stems(english)].sort());
    expect(asked(words)).toEqual(asked(english));
  });

  it.each(files)('%s has the plural forms of the language', (file) => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const [stem, forms] of plurals(read(language, file))) {
      expect(forms, stem).toEqual(wanted);
    }
  });

  it.each(files)('%s leaves nothing empty', (file) => {
    for (const [key, text] of read(language, file)) expect(text.trim(), key).not.toBe('');
  });
});
