import {
  client,
  login,
  logout,
  logoutAll,
  refreshTokens,
  type SignedInRead,
} from '@quartermaster/api-client';
import { Problem } from '@/shared/api/problem';
import { expire, session, signedIn, token } from './session';

const COOKIE = { 'X-Session-Mode': 'cookie' } as const;

/**
 * That this browser has a session's cookie, which no script can see. A first visit need not ask the
 * server for what cannot be there.
 */
const HAS_SESSION = 'qm-has-session';

/** Signs in; the refresh token goes into a cookie, the access token stays in memory. */
export async function signIn(email: string, password: string): Promise<void> {
  const { data } = await login({
    body: { email, password, device_name: device() },
    headers: COOKIE,
    throwOnError: true,
  });
  entered(data);
}

export async function signOut(): Promise<void> {
  await logout({ headers: COOKIE, throwOnError: true });
  left();
}

function entered({ access_token, user }: SignedInRead): void {
  localStorage.setItem(HAS_SESSION, 'yes');
  signedIn(access_token, user.email);
}

function left(): void {
  localStorage.removeItem(HAS_SESSION);
  session.set({ state: 'signed-out' });
}

/** Ends every session of this person, on every device. */
export async function signOutEverywhere(): Promise<void> {
  await logoutAll({ headers: COOKIE, throwOnError: true });
  left();
}

let renewal: Promise<boolean> | null = null;

/** A new access token by the cookie: one request at a time, whoever asks. False: there is no session. */
export function renew(): Promise<boolean> {
  renewal ??= refreshed().finally(() => {
    renewal = null;
  });
  return renewal;
}

async function refreshed(): Promise<boolean> {
  const { data, error, response } = await refreshTokens({ headers: COOKIE });
  if (data) {
    entered(data);
    return true;
  }
  const problem = Problem.of(error, response);
  if (problem.status === 401 || problem.status === 403) return false;
  throw problem;
}

/** Answers whether somebody is signed in, asking the server when the page has just opened. */
export async function restored(): Promise<boolean> {
  if (session.get().state === 'unknown') {
    const may = localStorage.getItem(HAS_SESSION) !== null;
    if (!may || !(await renew())) left();
  }
  return session.get().state === 'signed-in';
}

/**
 * `fetch` with the bearer. An access token that has run out is renewed and the request sent again;
 * with the session gone too, the page asks for the password first. Nothing that was typed is lost.
 */
async function fetchSignedIn(request: Request): Promise<Response> {
  const public_ = new URL(request.url).pathname.startsWith('/api/v1/auth/');
  const again = request.clone();
  const answer = await fetch(bearing(request));
  if (answer.status !== 401 || public_) return answer;
  if ((await renew()) || (await expire())) return fetch(bearing(again));
  return answer;
}

function bearing(request: Request): Request {
  const bearer = token();
  if (bearer !== null) request.headers.set('Authorization', `Bearer ${bearer}`);
  return request;
}

function device(): string {
  const agent = navigator.userAgent;
  const browser = /(Firefox|Edg|Chrome|Safari)\//.exec(agent)?.[1] ?? 'Browser';
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(agent)?.[1] ?? '';
  return `${browser === 'Edg' ? 'Edge' : browser} ${system}`.trim();
}

/** Set-up of the generated client: once, before the first request. */
export function connect(): void {
  client.setConfig({
    baseUrl: location.origin,
    fetch: (input, init) => fetchSignedIn(new Request(input, init)),
  });
  client.interceptors.error.use((error, response) => Problem.of(error, response));
}
