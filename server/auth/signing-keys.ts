import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Config } from '../../core/config.js';
import { AsideError } from '../../core/domain/errors.js';
import { createPublishedKeys } from './published-keys.js';

/**
 * The key that must have signed a token with this header. UNAUTHENTICATED when there is no such key;
 * IDENTITY_PROVIDER_UNAVAILABLE when the provider cannot be asked, since then nobody knows.
 */
type FindKey = (header: { alg?: unknown; kid?: unknown }) => Promise<KeyObject>;

type Algorithm = 'HS256' | 'RS256' | 'ES256';

export interface KeyFinder {
  findKey: FindKey;
  /** Those that a token may be signed with; no other is looked at, `none` least of all. */
  algorithms: Algorithm[];
}

/** The secret verifies HS256 and nothing else; published keys verify RS256 and ES256 and nothing else. */
export function createKeyFinder(jwt: Config['jwt']): KeyFinder {
  const published = jwt.jwksUri ? createPublishedKeys(jwt.jwksUri) : null;
  const secret = jwt.secret ? createSecretKey(Buffer.from(jwt.secret)) : null;
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
