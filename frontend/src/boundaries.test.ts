import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const HERE = import.meta.dirname;

const sources = readdirSync(HERE, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.(?:test|d)\.tsx?$/.test(file),
);

/** Files of the source tree that this one imports, as `features/stock/list`. */
function imports(file: string): string[] {
  const text = readFileSync(join(HERE, file), 'utf8');
  const found = [...text.matchAll(/\b(?:from |import |import\(|new URL\()'([^']+)'/g)].map((one) =>
    (one[1] ?? '').replace(/\.ts$/, ''),
  );
  return found.flatMap((name) => {
    if (name.startsWith('@/')) return [name.slice(2)];
    return name.startsWith('.') ? [relative(HERE, join(HERE, file, '..', name))] : [];
  });
}

const floor = (path: string) => path.split('/')[0];
const feature = (path: string) => path.split('/').slice(0, 2).join('/');

/** Who may import what: app ▸ features ▸ ui ⇄ shared. */
describe.each(sources)('%s', (file) => {
  it('imports only what stands below it', () => {
    for (const name of imports(file)) {
      if (floor(file) === 'features') {
        expect(floor(name), name).not.toBe('app');
        if (floor(name) === 'features') expect(feature(name), name).toBe(feature(file));
      }
      if (floor(file) === 'ui' || floor(file) === 'shared') {
        expect(['ui', 'shared'], name).toContain(floor(name));
      }
    }
  });
});

it('has no file that nobody imports', () => {
  const imported = new Set(sources.flatMap(imports));
  const reached = (file: string) => {
    const name = file.replace(/\.tsx?$/, '');
    return imported.has(name) || imported.has(name.replace(/\/index$/, ''));
  };
  expect(sources.filter((file) => file !== 'app/main.tsx' && !reached(file))).toEqual([]);
});

it('keeps every file short enough to be read', () => {
  const long = sources.filter(
    (file) => readFileSync(join(HERE, file), 'utf8').split('\n').length > 300,
  );
  expect(long).toEqual([]);
});

it('waits for no part of an old version that is about to be left', () => {
  const hasty = sources.filter((file) =>
    /(?<!arrived\()\bimport\('/.test(readFileSync(join(HERE, file), 'utf8')),
  );
  expect(hasty).toEqual([]);
});
