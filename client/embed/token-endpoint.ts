import type { GetToken } from '../core/token-source.js';

/** A token from an endpoint of the host's own: a POST with the page's cookies, answering `{"token": "…"}`. */
export function tokenFromEndpoint(endpoint: string): GetToken {
  return async () => {
    const response = await fetch(new URL(endpoint, document.baseURI), {
      method: 'POST',
      credentials: 'same-origin',
      headers: { accept: 'application/json' },
    });
    if (!response.ok) return null;
    const body: { token?: unknown } = await response.json();
    return typeof body.token === 'string' ? body.token : null;
  };
}
