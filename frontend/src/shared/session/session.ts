import { type Store, store } from '@/shared/store';

/**
 * Who is signed in. The access token lives in memory alone; the refresh token is a cookie that no
 * script can read.
 *
 * - `unknown`: the page has just opened, nobody asked the server yet
 * - `expired`: was signed in, and is asked for the password over the page
 */
export type Session =
  | { readonly state: 'unknown' | 'signed-out' }
  | { readonly state: 'signed-in'; readonly token: string; readonly email: string }
  | { readonly state: 'expired'; readonly email: string };

export const session: Store<Session> = store<Session>({ state: 'unknown' });

export function signedIn(token: string, email: string): void {
  session.set({ state: 'signed-in', token, email });
}

/** The token of now, or null. */
export function token(): string | null {
  const now = session.get();
  return now.state === 'signed-in' ? now.token : null;
}

/** Asks for the password over the page, and answers once somebody has signed in or out. */
export function expire(): Promise<boolean> {
  const now = session.get();
  if (now.state === 'signed-in') session.set({ state: 'expired', email: now.email });
  return settled();
}

function settled(): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      const { state } = session.get();
      if (state === 'expired' || state === 'unknown') return;
      stop();
      resolve(state === 'signed-in');
    };
    const stop = session.subscribe(look);
    look();
  });
}
