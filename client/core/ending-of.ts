import { ApiError } from './api-error.js';
import type { Ending } from './delivery.js';

/** What a refused answer or a thrown error means for the loop that reconnects. */
export function endingOf(outcome: unknown): Ending {
  if (outcome instanceof Response) {
    void outcome.body?.cancel();
    if (outcome.status === 404 || outcome.status === 410) return { kind: 'gone' };
    const seconds = Number(outcome.headers.get('retry-after') ?? Number.NaN);
    return {
      kind: 'broken',
      silent: false,
      unreachable: outcome.status >= 500,
      retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : null,
    };
  }
  const code = outcome instanceof ApiError ? outcome.code : null;
  if (code === 'SIGNED_OUT') return { kind: 'signed-out' };
  return {
    kind: 'broken',
    silent: code === 'SILENT',
    unreachable: code === 'OFFLINE',
    retryAfterMs: null,
  };
}
