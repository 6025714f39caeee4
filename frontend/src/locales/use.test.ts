import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const HERE = import.meta.dirname;
const SOURCE = join(HERE, '..');

const code = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(join(SOURCE, file), 'utf8'))
  .join('\n');

type Words = { readonly [key: string]: string | Words };

const keys = (words: Words, above = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [above + key] : keys(value, `${above}${key}.`),
  );

/** Said by its whole name, or put together: t(`where.${kind}.from`) uses all below `where`. */
function isUsed(key: string): boolean {
  const stem = key.replace(/_(?:one|other)$/, '');
  const parts = stem.split('.');
  const beginnings = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
  const names = [
    ...["'", '"', '`'].map((quote) => quote + stem + quote),
    ...beginnings.map((beginning) => `\`${beginning}.\${`),
  ];
  return names.some((name) => code.includes(name));
}

it.each(readdirSync(join(HERE, 'en')))('%s has no word that nobody says', (file) => {
  const words = JSON.parse(readFileSync(join(HERE, 'en', file), 'utf8')) as Words;
  const spoken = (key: string) => file === 'common.json' && key.startsWith('errors.');
  expect(keys(words).filter((key) => !spoken(key) && !isUsed(key))).toEqual([]);
});
