import { ApiError } from './api-error.js';
import { within } from './deadline.js';
import { clientLimits } from './limits.js';

/**
 * How the host lends its user's identity. Called when a token is needed and again when the last one was
 * refused or is about to expire. Null means that nobody is signed in; a rejection, or no answer within
 * 10 s, is trouble that passes, and it is asked again later.
 */
export type GetToken = (ask: { renew: boolean }) => string | null | Promise<string | null>;

export interface TokenSource {
  /**
   * The token in use, asked for once however many requests wait for it. Rejects with `SIGNED_OUT`, or with
   * `TOKEN_UNAVAILABLE`, which passes.
   */
  current(): Promise<string>;
  /** A new token after `refused` was turned down; a newer one than that is reused. */
  renew(refused: string): Promise<string>;
}

export function createTokenSource(deps: { getToken: GetToken; timeoutMs?: number }): TokenSource {
  const late = () => new Error('The host gave no token in time.');
  let held: string | null = null;
  let pending: Promise<string> | null = null;

  function ask(renew: boolean): Promise<string> {
    if (pending) return pending;
    const asked = Promise.resolve().then(() => deps.getToken({ renew }));
    pending = within(asked, deps.timeoutMs ?? clientLimits.tokenMs, late)
      .then(
        (token) => {
          if (!token) throw new ApiError(401, 'SIGNED_OUT', 'Nobody is signed in.');
          held = token;
          return token;
        },
        (cause: unknown) => {
          throw new ApiError(0, 'TOKEN_UNAVAILABLE', 'The host could not give a token.', { cause });
        },
      )
      .finally(() => {
        pending = null;
      });
    return pending;
  }

  return {
    current: () => {
      if (held === null) return ask(false);
      const expiry = readClaims(held).exp;
      return typeof expiry === 'number' && expiry * 1_000 - Date.now() < clientLimits.tokenMarginMs
        ? ask(true)
        : Promise.resolve(held);
    },
    renew: (refused) => (held !== null && held !== refused ? Promise.resolve(held) : ask(true)),
  };
}

/** The claims of a JWT, unverified: only to name the local cache and to renew in time. Empty if unreadable. */
export function readClaims(token: string): { sub?: unknown; exp?: unknown } {
  try {
    const payload = token.split('.')[1] ?? '';
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}
