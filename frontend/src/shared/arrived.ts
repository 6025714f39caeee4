/**
 * A part of the application that is loaded when it is wanted. While a tab of an old version loads
 * itself anew there is none: what asked for it waits until the tab is gone.
 */
export async function arrived<T>(part: Promise<T>): Promise<T> {
  return (await part) ?? new Promise<never>(() => undefined);
}
