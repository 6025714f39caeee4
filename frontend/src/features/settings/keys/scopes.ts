import { Permission } from '@quartermaster/api-client';

/** What a stolen key could make would outlive it: the server gives these to no key. */
const FOR_PEOPLE_ALONE: readonly Permission[] = [
  'members:manage',
  'owners:manage',
  'api_keys:manage',
];

/** What a key of somebody with these rights can be for. */
export const scopesWithin = (mine: readonly Permission[]): readonly Permission[] =>
  Object.values(Permission).filter(
    (scope) => mine.includes(scope) && !FOR_PEOPLE_ALONE.includes(scope),
  );

export const isReading = (scope: Permission): boolean => scope.endsWith(':read');

/** As keys of words have it. */
export const word = <Scope extends Permission>(scope: Scope) =>
  scope.replace(':', '_') as Scope extends `${infer What}:${infer Act}` ? `${What}_${Act}` : never;
