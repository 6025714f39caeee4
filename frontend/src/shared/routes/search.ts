/** A text parameter, left out when it is empty, of another type or not of the form asked for. */
export function text<Name extends string>(
  search: Readonly<Record<string, unknown>>,
  name: Name,
  form = /\S/,
): { [K in Name]?: string } {
  // the router reads `?q=1804` as a number; codes are text
  const value = typeof search[name] === 'number' ? String(search[name]) : search[name];
  const found = typeof value === 'string' && form.test(value) ? { [name]: value } : {};
  return found as { [K in Name]?: string };
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id of the URL; what cannot be one is left out. */
export function id<Name extends string>(search: Readonly<Record<string, unknown>>, name: Name) {
  const value = search[name];
  return (typeof value === 'string' && ID.test(value) ? { [name]: value } : {}) as {
    [K in Name]?: string;
  };
}

/** A switch of the URL: there when it is on. */
export function flag<Name extends string>(search: Readonly<Record<string, unknown>>, name: Name) {
  return (search[name] === true ? { [name]: true } : {}) as { [K in Name]?: true };
}

/** One of the known values; left out where it is another or what goes without saying. */
export function one<Name extends string, Value extends string>(
  search: Readonly<Record<string, unknown>>,
  name: Name,
  known: readonly Value[],
  unsaid?: Value,
) {
  const value = known.find((candidate) => candidate === search[name]);
  return (value !== undefined && value !== unsaid ? { [name]: value } : {}) as {
    [K in Name]?: Value;
  };
}

/** Belongs to every page of an organization: see `organizationRoute`. */
const SHARED = ['do'];

/**
 * A validator whose route forgets what it leaves out. The router by itself would go on with the
 * parameter as it stands in the address.
 */
export function forgiving<Search extends object>(
  validate: (search: Record<string, unknown>) => Search,
): (search: Record<string, unknown>) => Search {
  return (search) => {
    const own = Object.keys(search).filter((name) => !SHARED.includes(name));
    return { ...Object.fromEntries(own.map((name) => [name, undefined])), ...validate(search) };
  };
}
