import { readClaims } from '../core/token-source.js';

export const sampleUsers = ['consultant', 'viewer', 'supervisor', 'admin'] as const;
export type SampleUser = (typeof sampleUsers)[number];

export interface SignedIn {
  user: SampleUser;
  token: string;
}

const KEY = 'northwind:signed-in';

/** Who is signed in, for as long as the tab lives; a token that has run out counts as nobody. */
export function readSignedIn(): SignedIn | null {
  try {
    const held: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return isSignedIn(held) ? held : null;
  } catch {
    return null;
  }
}

/** Also of the operator pages, whose cookie no script can reach: the next person at this desk is not the admin. */
export function forgetSignedIn(): void {
  sessionStorage.removeItem(KEY);
  fetch('/ops/logout', { method: 'POST', redirect: 'manual', keepalive: true }).catch(() => {
    // The server is away, and with it the pages; the cookie ends with its token.
  });
}

/** A token for a sample user. Rejects with a sentence when the server does not give one. */
export async function signIn(user: SampleUser): Promise<SignedIn> {
  const response = await fetch('/dev/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ user }),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const { token }: { token: string } = await response.json();
  const signedIn = { user, token };
  sessionStorage.setItem(KEY, JSON.stringify(signedIn));
  return signedIn;
}

/** The token in use, or a new one for the same user when the widget asks to renew it. */
export async function currentToken(renew: boolean): Promise<string | null> {
  const held = readSignedIn();
  if (!held) return null;
  const { exp } = readClaims(held.token);
  const isOver = typeof exp === 'number' && exp * 1_000 < Date.now() + 60_000;
  return renew || isOver ? (await signIn(held.user)).token : held.token;
}

function isSignedIn(value: unknown): value is SignedIn {
  return (
    typeof value === 'object' &&
    value !== null &&
    'token' in value &&
    typeof value.token === 'string' &&
    'user' in value &&
    sampleUsers.some((user) => user === value.user)
  );
}
