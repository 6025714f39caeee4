import {
  convertCssVariables,
  DEFAULT_THEME,
  deepMerge,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import type { Plugin } from 'vite';
import { resolver, theme } from '../src/app/theme/mantine.ts';
import { tokens } from '../src/app/theme/tokens.ts';

const NAME = 'virtual:theme.css';

/**
 * Theme and tokens as a static stylesheet, `import 'virtual:theme.css'`.
 *
 * Mantine would inject them as a `<style>` element at run time, which `style-src 'self'` refuses.
 */
export function themeVariables(): Plugin {
  return {
    name: 'theme-variables',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? stylesheet() : null),
  };
}

function stylesheet(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const mantine = convertCssVariables(
    deepMerge(defaultCssVariablesResolver(merged), resolver(merged)),
    ':root',
  );
  const schemes = (['light', 'dark'] as const).map(
    (name) =>
      `:root[data-mantine-color-scheme="${name}"]{color-scheme:${name};${variables(tokens[name])}}`,
  );
  return [mantine, ...schemes].join('\n');
}

function variables(scheme: (typeof tokens)['light' | 'dark']): string {
  const { status, ...plain } = scheme;
  const states = Object.entries(status).flatMap(([state, parts]) =>
    Object.entries(parts).map(([part, colour]) => `--st-${state}-${part}:${colour};`),
  );
  const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return [
    ...Object.entries(plain).map(([name, colour]) => `--${kebab(name)}:${colour};`),
    ...states,
  ].join('');
}
