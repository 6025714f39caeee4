import i18next, { type CustomTypeOptions } from 'i18next';

type Namespace = keyof CustomTypeOptions['resources'];

/**
 * A loader of a route: brings the words of its page together with its code, so that the page before
 * it stays until both are there. A page that asked for words while it is drawn would vanish.
 */
export const words =
  (...namespaces: readonly Namespace[]) =>
  (): Promise<void> =>
    i18next.loadNamespaces(namespaces);
