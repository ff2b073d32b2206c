import { ApiError } from './api-error.js';
import type { TokenSource } from './token-source.js';

/**
 * `fetch` with the user's token. A 401 gets one new token and one more try; a second one is `SIGNED_OUT`.
 * Rejects with `OFFLINE` when no answer arrived, and with the signal's own reason when it was aborted.
 */
export type AuthorizedFetch = (url: string, init: RequestInit) => Promise<Response>;

export function createAuthorizedFetch(deps: { tokens: TokenSource; fetch: typeof fetch }): AuthorizedFetch {
  async function once(url: string, init: RequestInit, token: string): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    try {
      return await deps.fetch(url, { ...init, headers, credentials: 'omit', cache: 'no-store' });
    } catch (cause) {
      if (init.signal?.aborted) throw init.signal.reason;
      throw new ApiError(0, 'OFFLINE', 'The server cannot be reached.', { cause });
    }
  }

  return async (url, init) => {
    const token = await deps.tokens.current();
    const first = await once(url, init, token);
    if (first.status !== 401) return first;
    await first.body?.cancel();
    const second = await once(url, init, await deps.tokens.renew(token));
    if (second.status !== 401) return second;
    await second.body?.cancel();
    throw new ApiError(401, 'SIGNED_OUT', 'The token was refused twice.');
  };
}
