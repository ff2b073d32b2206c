import { AsideError } from '../../core/domain/errors.js';
import { isDatabaseAway } from '../../core/store/database-away.js';

/** Seconds after which a caller may try again when the database was away. */
export const DATABASE_RETRY_SECONDS = 2;

/**
 * Any error as one of the table. The only place where HTTP does that: expected ones keep their code, a database
 * that is away is SERVICE_UNAVAILABLE, Express' own complaints are BAD_REQUEST, and the rest are bugs.
 */
export function toAsideError(error: unknown): AsideError {
  if (error instanceof AsideError) return error;
  if (isDatabaseAway(error)) {
    return new AsideError('SERVICE_UNAVAILABLE', { retryAfter: DATABASE_RETRY_SECONDS, cause: error });
  }
  const status = clientErrorStatus(error);
  if (status === 413) return new AsideError('BODY_TOO_LARGE', { cause: error });
  if (status !== null) return new AsideError('BAD_REQUEST', { cause: error });
  return new AsideError('INTERNAL_ERROR', { cause: error });
}

/** Express, its router and its body parser mark what a caller did wrong with a status below 500. */
function clientErrorStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  return error.status >= 400 && error.status < 500 ? error.status : null;
}
