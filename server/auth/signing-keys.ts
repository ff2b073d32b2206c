import { JwksClient } from 'jwks-rsa';
import type { Config } from '../../core/config.js';
import { AsideError } from '../../core/domain/errors.js';

export const jwksLimits = {
  fetchTimeoutMs: 3_000,
  /** A fetched key is used this long before it is asked for again. */
  keyAgeMs: 10 * 60_000,
  /** During an outage of the provider, keys that were good are used this much longer. */
  keyAgeInOutageMs: 60 * 60_000,
  cachedKeys: 16,
  /** Tokens with made-up key ids must not turn into a flood of requests at the provider. */
  fetchesPerMinute: 10,
  maxBytes: 256 * 1_024,
} as const;

/**
 * The key that must have signed a token with this header. UNAUTHENTICATED when there is no such key;
 * IDENTITY_PROVIDER_UNAVAILABLE when the provider cannot be asked, since then nobody knows.
 */
type FindKey = (header: { alg?: unknown; kid?: unknown }) => Promise<string>;

type Algorithm = 'HS256' | 'RS256' | 'ES256';

export interface KeyFinder {
  findKey: FindKey;
  /** Those that a token may be signed with; no other is looked at, `none` least of all. */
  algorithms: Algorithm[];
}

/** The secret verifies HS256 and nothing else; published keys verify RS256 and ES256 and nothing else. */
export function createKeyFinder(jwt: Config['jwt']): KeyFinder {
  const published = jwt.jwksUri ? createPublishedKeys(jwt.jwksUri) : null;
  const { secret } = jwt;
  return {
    algorithms: [
      ...(secret ? (['HS256'] as const) : []),
      ...(published ? (['RS256', 'ES256'] as const) : []),
    ],
    async findKey({ alg, kid }) {
      if (alg === 'HS256' && secret) return secret;
      if ((alg === 'RS256' || alg === 'ES256') && published) {
        return published(typeof kid === 'string' ? kid : undefined);
      }
      throw new AsideError('UNAUTHENTICATED');
    },
  };
}

function createPublishedKeys(jwksUri: string): (kid: string | undefined) => Promise<string> {
  let reachable = true;
  const client = new JwksClient({
    jwksUri,
    cache: true,
    cacheMaxEntries: jwksLimits.cachedKeys,
    cacheMaxAge: jwksLimits.keyAgeMs,
    cacheMaxAgeFallback: jwksLimits.keyAgeInOutageMs,
    rateLimit: true,
    jwksRequestsPerMinute: jwksLimits.fetchesPerMinute,
    fetcher: async (uri) => {
      reachable = false;
      const keys = await fetchKeys(uri);
      reachable = true;
      return keys;
    },
  });
  return async (kid) => {
    try {
      return (await client.getSigningKey(kid)).getPublicKey();
    } catch (error) {
      // Refused by our own limit or not in the list: if the list was read well last time, the key is unknown.
      if (reachable) throw new AsideError('UNAUTHENTICATED', { cause: error });
      throw new AsideError('IDENTITY_PROVIDER_UNAVAILABLE', { retryAfter: 5, cause: error });
    }
  };
}

async function fetchKeys(uri: string): Promise<{ keys: unknown }> {
  const answer = await fetch(uri, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(jwksLimits.fetchTimeoutMs),
  });
  if (!answer.ok) throw new Error(`the key set answered ${answer.status}`);
  if (Number(answer.headers.get('content-length') ?? 0) > jwksLimits.maxBytes) {
    throw new Error('the key set is too large');
  }
  const set = (await answer.json()) as { keys?: unknown };
  if (!Array.isArray(set.keys) || set.keys.length === 0) throw new Error('the key set holds no keys');
  return { keys: set.keys };
}
