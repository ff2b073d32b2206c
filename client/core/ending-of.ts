import { ApiError, readApiError } from './api-error.js';
import type { Ending } from './delivery.js';

/** What a refused answer or a thrown error means for the loop that reconnects. */
export async function endingOf(outcome: unknown): Promise<Ending> {
  if (outcome instanceof Response) {
    if (outcome.status === 404 || outcome.status === 410) {
      void outcome.body?.cancel();
      return { kind: 'gone' };
    }
    const error = await readApiError(outcome);
    if (!error.passing && !maybeLater.has(error.status)) return { kind: 'refused', error };
    return {
      kind: 'broken',
      silent: false,
      unreachable: outcome.status >= 500,
      retryAfterMs: error.retryAfterSeconds === null ? null : error.retryAfterSeconds * 1_000,
    };
  }
  const code = outcome instanceof ApiError ? outcome.code : null;
  if (code === 'SIGNED_OUT') return { kind: 'signed-out' };
  return {
    kind: 'broken',
    silent: code === 'SILENT',
    unreachable: code === 'OFFLINE' || code === 'TOKEN_UNAVAILABLE',
    retryAfterMs: null,
  };
}

/** Statuses below 500 that say nothing against the request: not acceptable as a stream, too slow, too early. */
const maybeLater = new Set([200, 204, 406, 408, 425]);
