import { AsideError } from '../../core/domain/errors.js';

/** Seconds after which a caller may try again when the database was away. */
export const DATABASE_RETRY_SECONDS = 2;

/** Errors of the network, as Node codes them. */
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
/**
 * Postgres' classes 08 (connection), 28 and 3D (this user or database is not there now), 53 (resources) and 57 (it
 * is shutting down, or cancelled the query); 40 (a deadlock or a conflict took the transaction back), 55P03 (a lock
 * that was not to be had) and 25006 (it has become a standby). In all of them nothing was written.
 */
const databaseAway = /^(?:(?:08|28|3D|40|53|57)\w{3}|55P03|25006)$/;
/** What pg and its pool say without a code. */
const poolMessages =
  /timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error/;

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

function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') {
    if (networkCodes.has(error.code) || databaseAway.test(error.code)) return true;
  }
  return poolMessages.test(error.message);
}

/** Express, its router and its body parser mark what a caller did wrong with a status below 500. */
function clientErrorStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  return error.status >= 400 && error.status < 500 ? error.status : null;
}
