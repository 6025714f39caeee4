/**
 * Quantities are decimal strings from end to end: a float would round them.
 *
 * `1240.50` → `{ whole: '1,240', fraction: '.5' }` in the given language.
 */
export interface Shown {
  readonly negative: boolean;
  readonly whole: string;
  /** With its separator; empty for a whole number. */
  readonly fraction: string;
}

export function shown(value: string, language: string): Shown {
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
  const significant = fraction.replace(/0+$/, '');
  return {
    negative: value.startsWith('-'),
    whole: new Intl.NumberFormat(language).format(BigInt(whole)),
    fraction: significant === '' ? '' : `${separators(language).decimal}${significant}`,
  };
}

export function asText(value: string, language: string): string {
  const { negative, whole, fraction } = shown(value, language);
  return `${negative ? '−' : ''}${whole}${fraction}`;
}

interface Separators {
  readonly decimal: string;
  readonly group: string;
}

function separators(language: string): Separators {
  const parts = new Intl.NumberFormat(language).formatToParts(12345.6);
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? '';
  return { decimal: part('decimal'), group: part('group') };
}

/**
 * What a person typed as the decimal string that the server takes, or null when it is no number.
 *
 * Grouping signs are dropped. A single point or comma is the decimal sign, unless it can only group
 * in this language: `1,240` is 1240 in English and 1.24 in German.
 */
export function parsed(typed: string, language: string): string | null {
  const { decimal, group } = separators(language);
  const text = typed
    .trim()
    .replace(/[\s\u00a0\u202f’']/g, '')
    .replace('−', '-');
  const grouped = /^-?\d{1,3}(?:(?:\.\d{3})+|(?:,\d{3})+)$/.test(text) && text.includes(group);
  const plain = grouped ? text.replaceAll(group, '') : withPoint(text, decimal);
  return /^-?(?:\d+(?:\.\d*)?|\.\d+)$/.test(plain) ? canonical(plain) : null;
}

/** With both signs present the last one is the decimal sign; alone, either is. */
function withPoint(text: string, decimal: string): string {
  const last =
    text.includes('.') && text.includes(',')
      ? text.lastIndexOf('.') > text.lastIndexOf(',')
        ? '.'
        : ','
      : text.includes(decimal)
        ? decimal
        : text.includes('.')
          ? '.'
          : ',';
  const other = last === '.' ? ',' : '.';
  return text.replaceAll(other, '').replace(last, '.');
}

function canonical(text: string): string {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  const rest = fraction.replace(/0+$/, '');
  const value = rest === '' ? digits : `${digits}.${rest}`;
  return negative && value !== '0' ? `-${value}` : value;
}

/** Exact sum of decimal strings. */
export function sum(values: readonly string[]): string {
  const places = Math.max(0, ...values.map((value) => value.split('.')[1]?.length ?? 0));
  const total = values.reduce((so_far, value) => so_far + scaled(value, places), 0n);
  return unscaled(total, places);
}

export const difference = (a: string, b: string): string => sum([a, opposite(b)]);

export const opposite = (value: string): string =>
  canonical(value.startsWith('-') ? value.slice(1) : `-${value}`);

/** Below 0, 0 or above 0, as `a` is less than, equal to or greater than `b`. */
export function compare(a: string, b: string): number {
  const apart = difference(a, b);
  return apart === '0' ? 0 : apart.startsWith('-') ? -1 : 1;
}

function scaled(value: string, places: number): bigint {
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
  const magnitude = BigInt(whole + fraction.padEnd(places, '0'));
  return value.startsWith('-') ? -magnitude : magnitude;
}

function unscaled(total: bigint, places: number): string {
  const digits = (total < 0n ? -total : total).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const text = places === 0 ? whole : `${whole}.${digits.slice(-places)}`;
  return canonical(total < 0n ? `-${text}` : text);
}
