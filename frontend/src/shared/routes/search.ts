/** A text parameter of the URL; left out where it is empty or no text, so that an old link still opens. */
export function text<Name extends string>(search: Readonly<Record<string, unknown>>, name: Name) {
  const value = search[name];
  return (typeof value === 'string' && value !== '' ? { [name]: value } : {}) as {
    [K in Name]?: string;
  };
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
