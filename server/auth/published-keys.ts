import { createPublicKey, type KeyObject } from 'node:crypto';
import { JwksClient } from 'jwks-rsa';
import { AsideError } from '../../core/domain/errors.js';
import { fetchKeySet } from './fetch-key-set.js';

export const publishedKeysLimits = {
  /** The key set is used this long before it is asked for again, so that a key that was taken back is forgotten. */
  maxAgeMs: 10 * 60_000,
  /** While the provider cannot be asked, the last set is used this long. */
  maxAgeInOutageMs: 24 * 60 * 60_000,
  /**
   * The set is asked for at most this often. A new key is known that soon after it was published, and made-up key
   * ids cost the provider no more than that.
   */
  refetchEveryMs: 5_000,
  /** As long as there is no set at all. */
  firstFetchEveryMs: 1_000,
  /** When a caller whose key could not be looked up may ask again. */
  retryAfterSeconds: 5,
} as const;

/**
 * The published key with this id; without an id, the only one of the set. UNAUTHENTICATED when there is
 * none; IDENTITY_PROVIDER_UNAVAILABLE when nobody could say whether there is.
 */
export type FindPublishedKey = (kid: string | undefined) => Promise<KeyObject>;

/** Read once: from its PEM text a key is made anew for each signature, which takes longer than checking it. */
interface PublishedKey {
  kid: string;
  key: KeyObject;
}

/**
 * The whole set is kept and looked through here. Asking by key id, with a limit on how often, would let callers
 * with made-up ids use the limit up and keep everybody else out.
 */
export function createPublishedKeys(
  jwksUri: string,
  limits: Record<keyof typeof publishedKeysLimits, number> = publishedKeysLimits,
): FindPublishedKey {
  const client = new JwksClient({ jwksUri, cache: false, rateLimit: false, fetcher: fetchKeySet });
  let set: { keys: PublishedKey[]; at: number } | null = null;
  let failure: unknown = null;
  let triedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | null = null;

  const fetchSet = async () => {
    try {
      const published = await client.getSigningKeys();
      const keys = published.map((key) => ({ kid: key.kid, key: createPublicKey(key.getPublicKey()) }));
      set = { keys, at: performance.now() };
      failure = null;
    } catch (error) {
      failure = error;
    } finally {
      triedAt = performance.now();
      underWay = null;
    }
  };
  /** Null when it was asked for just now. */
  const refetch = (): Promise<void> | null => {
    const everyMs = set ? limits.refetchEveryMs : limits.firstFetchEveryMs;
    if (performance.now() - triedAt >= everyMs) underWay ??= fetchSet();
    return underWay;
  };
  const keysYoungerThan = (maxAgeMs: number) =>
    set && performance.now() - set.at < maxAgeMs ? set.keys : null;

  return async (kid) => {
    // In an outage the last set serves at once, while the provider is asked behind the caller's back.
    if (!keysYoungerThan(limits.maxAgeMs)) {
      const asked = refetch();
      if (!failure || !keysYoungerThan(limits.maxAgeInOutageMs)) await asked;
    }
    let key = keyIn(keysYoungerThan(limits.maxAgeInOutageMs), kid);
    if (!key) {
      await refetch();
      key = keyIn(keysYoungerThan(limits.maxAgeInOutageMs), kid);
    }
    if (key) return key;
    if (!failure) throw new AsideError('UNAUTHENTICATED');
    throw new AsideError('IDENTITY_PROVIDER_UNAVAILABLE', {
      retryAfter: limits.retryAfterSeconds,
      cause: failure,
    });
  };
}

function keyIn(keys: readonly PublishedKey[] | null, kid: string | undefined): KeyObject | undefined {
  if (kid === undefined) return keys?.length === 1 ? keys[0]?.key : undefined;
  return keys?.find((published) => published.kid === kid)?.key;
}
