import { ApiError } from './api-error.js';

/**
 * How the host lends its user's identity. Called when a token is needed and again when the last one was
 * refused or is about to expire; null or a rejection means that nobody is signed in.
 */
export type GetToken = (ask: { renew: boolean }) => string | null | Promise<string | null>;

export interface TokenSource {
  /** The token in use, asked for once however many requests wait for it. Rejects with `SIGNED_OUT`. */
  current(): Promise<string>;
  /** A new token after `refused` was turned down; a newer one than that is reused. */
  renew(refused: string): Promise<string>;
}

/** A token this close to its end is renewed before it is sent. */
const EXPIRY_MARGIN_MS = 30_000;

export function createTokenSource({ getToken }: { getToken: GetToken }): TokenSource {
  let held: string | null = null;
  let pending: Promise<string> | null = null;

  function ask(renew: boolean): Promise<string> {
    pending ??= Promise.resolve()
      .then(() => getToken({ renew }))
      .then(
        (token) => {
          if (!token) throw new ApiError(401, 'SIGNED_OUT', 'Nobody is signed in.');
          held = token;
          return token;
        },
        (cause: unknown) => {
          throw new ApiError(401, 'SIGNED_OUT', 'The host gave no token.', { cause });
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
      return typeof expiry === 'number' && expiry * 1_000 - Date.now() < EXPIRY_MARGIN_MS
        ? ask(true)
        : Promise.resolve(held);
    },
    renew: (refused) => (held !== null && held !== refused ? Promise.resolve(held) : ask(true)),
  };
}

/** The claims of a JWT, unverified: only to name the local cache and to renew in time. Empty if unreadable. */
export function readClaims(token: string): { sub?: unknown; exp?: unknown; name?: unknown } {
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
