import { AsideError } from '../../core/domain/errors.js';

export const placeLimits = {
  /** A person has a stream for each open tab; a program of his may follow hundreds of sessions. */
  perUser: 500,
  /** A stream holds a few kilobytes, and a megabyte at most; beyond this, callers are sent to another process. */
  perProcess: 10_000,
  /** When a caller who found no place may ask again: others leave meanwhile. */
  retryAfterSeconds: 5,
} as const;

/** Counts the streams and polls that are open in this process. */
export interface Places {
  /**
   * Takes a place; the returned function gives it back. TOO_MANY_STREAMS when this user has as many as one may have,
   * SERVICE_UNAVAILABLE when the process has.
   */
  take(userId: string): () => void;
}

export function createPlaces(limits: Record<'perUser' | 'perProcess', number> = placeLimits): Places {
  const byUser = new Map<string, number>();
  let taken = 0;
  return {
    take: (userId) => {
      const own = byUser.get(userId) ?? 0;
      if (own >= limits.perUser)
        throw new AsideError('TOO_MANY_STREAMS', { retryAfter: placeLimits.retryAfterSeconds });
      if (taken >= limits.perProcess) {
        throw new AsideError('SERVICE_UNAVAILABLE', { retryAfter: placeLimits.retryAfterSeconds });
      }
      byUser.set(userId, own + 1);
      taken++;
      let given = false;
      return () => {
        if (given) return;
        given = true;
        taken--;
        const left = (byUser.get(userId) ?? 1) - 1;
        if (left > 0) byUser.set(userId, left);
        else byUser.delete(userId);
      };
    },
  };
}
