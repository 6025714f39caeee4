import { defaultParseSearch, defaultStringifySearch } from '@tanstack/react-router';

/** A view is kept as the query of its address, without the question mark. */
export const printedView = (search: object): string =>
  defaultStringifySearch({ ...search }).replace(/^\?/, '');

/** What a kept view shows; `read` is the list's own reading of its search parameters. */
export const parsedView = <Search>(
  text: string,
  read: (search: Record<string, unknown>) => Search,
): Search => read(defaultParseSearch(text));

export const sameView = (a: object, b: object): boolean =>
  sorted(printedView(a)) === sorted(printedView(b));

const sorted = (query: string) => query.split('&').sort().join('&');
