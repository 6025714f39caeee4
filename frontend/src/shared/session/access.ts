import {
  client,
  login,
  logout,
  logoutAll,
  refreshTokens,
  type SignedInRead,
  verifySecondFactor,
} from '@quartermaster/api-client';
import { Problem } from '@/shared/api/problem';
import { prove } from './proof';
import { expire, session, signedIn, token } from './session';

/** Of every request that is answered with a session: its refresh token then goes into the cookie. */
export const COOKIE = { 'X-Session-Mode': 'cookie' } as const;

/**
 * That this browser has a session's cookie, which no script can see. A first visit need not ask the
 * server for what cannot be there.
 */
const HAS_SESSION = 'qm-has-session';

/**
 * Signs in; the refresh token goes into a cookie, the access token stays in memory. Refused with
 * `mfa_required`, the problem's body has the `mfa_token` for `signInByCode`.
 */
export async function signIn(email: string, password: string): Promise<void> {
  const { data } = await login({
    body: { email, password, device_name: device() },
    headers: COOKIE,
    throwOnError: true,
  });
  entered(data);
}

/** The second step, where a second factor is on. */
export async function signInByCode(mfaToken: string, code: string): Promise<void> {
  const { data } = await verifySecondFactor({
    body: { mfa_token: mfaToken, code, device_name: device() },
    headers: COOKIE,
    throwOnError: true,
  });
  entered(data);
}

export async function signOut(): Promise<void> {
  await logout({ headers: COOKIE, throwOnError: true });
  left();
}

/** The session goes on by this one: of a sign-in, or of a change that ended every other. */
export function entered({ access_token, user }: SignedInRead): void {
  localStorage.setItem(HAS_SESSION, 'yes');
  signedIn(access_token, user.email);
}

/** There is no session any more. */
export function left(): void {
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

/** Asks anew, after something that may have ended the session of this browser. */
export async function recheck(): Promise<void> {
  session.set({ state: 'unknown' });
  await restored();
}

/** Where 401 says something of what was sent, and nothing of the session. */
const DOORS = /^\/api\/v1\/auth\/(?!step-up$|logout-all$)/;

/**
 * `fetch` with the bearer. An access token that has run out is renewed and the request sent again;
 * with the session gone too, the page asks for the password first, and where the server wants a
 * proof that it is still the same person, for that. Nothing that was typed is lost.
 */
async function fetchSignedIn(request: Request): Promise<Response> {
  const send = () => fetch(bearing(request.clone()));
  const isDoor = DOORS.test(new URL(request.url).pathname);
  let answer = await send();
  if (answer.status === 401 && !isDoor && ((await renew()) || (await expire()))) {
    answer = await send();
  }
  if (answer.status === 403 && (await wantsProof(answer)) && (await prove())) answer = await send();
  return answer;
}

async function wantsProof(answer: Response): Promise<boolean> {
  const told: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  return Problem.of(told, answer).code === 'step_up_required';
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
