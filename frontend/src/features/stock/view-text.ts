import { defaultParseSearch, defaultStringifySearch } from '@tanstack/react-router';
import { type StockSearch, stockSearch } from './search';

/** A view is kept as the query of its address, without the question mark. */
export const printedView = (search: StockSearch): string =>
  defaultStringifySearch({ ...search }).replace(/^\?/, '');

export const parsedView = (text: string): StockSearch => stockSearch(defaultParseSearch(text));

export const sameView = (a: StockSearch, b: StockSearch): boolean =>
  sorted(printedView(a)) === sorted(printedView(b));

const sorted = (query: string) => query.split('&').sort().join('&');

const SOON_DAYS = 30;

/** The day in 30 days, by this device's calendar. */
export function soon(now = new Date()): string {
  const then = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + SOON_DAYS));
  return then.toISOString().slice(0, 10);
}
