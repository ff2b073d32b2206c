import type { GetToken } from '../core/token-source.js';

/**
 * A token from an endpoint of the host's own: a POST with the page's cookies, answering `{"token": "…"}`.
 * 401 and 403 say that nobody is signed in; any other failure rejects, and passes.
 */
export function tokenFromEndpoint(endpoint: string): GetToken {
  return async () => {
    const response = await fetch(new URL(endpoint, document.baseURI), {
      method: 'POST',
      credentials: 'same-origin',
      headers: { accept: 'application/json' },
    });
    if (!response.ok) {
      // Nothing is shown to a user who has no token, so whoever embeds the widget has to be told here.
      console.warn(`Aside: the token endpoint ${endpoint} answered ${response.status}.`);
    }
    if (response.status === 401 || response.status === 403) return null;
    if (!response.ok) throw new Error(`The token endpoint answered ${response.status}.`);
    const body: { token?: unknown } = await response.json();
    return typeof body.token === 'string' ? body.token : null;
  };
}
