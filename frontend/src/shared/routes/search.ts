/** A text parameter, left out when it is empty, of another type or not of the form asked for. */
export function text<Name extends string>(
  search: Readonly<Record<string, unknown>>,
  name: Name,
  form = /./,
): { [K in Name]?: string } {
  // the router reads `?q=1804` as a number; codes are text
  const value = typeof search[name] === 'number' ? String(search[name]) : search[name];
  const found = typeof value === 'string' && form.test(value) ? { [name]: value } : {};
  return found as { [K in Name]?: string };
}
