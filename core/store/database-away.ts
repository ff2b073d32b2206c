import { isError } from '../describe-error.js';

/** Errors of the network, as Node codes them. */
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);
/**
 * Postgres' classes 08 (connection), 28 and 3D (this user or database is not there now), 53 (resources) and 57 (it
 * is shutting down, or cancelled the query); 40 (a deadlock or a conflict took the transaction back), 55P03 (a lock
 * that was not to be had) and 25006 (it has become a standby).
 */
const databaseAway = /^(?:(?:08|28|3D|40|53|57)\w{3}|55P03|25006)$/;
/** What pg and its pool say without a code. */
const poolMessages =
  /timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|Client was closed/;

/**
 * Whether the database is away, or too busy, and the same statement may succeed in a moment. Mostly nothing was written;
 * but where a connection broke before the answer came (08006, 57P01, 40003, and what has no SQLSTATE) that is not known,
 * and it must be safe to do it twice.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!isError(error)) return false;
  if ('code' in error && typeof error.code === 'string') {
    if (networkCodes.has(error.code) || databaseAway.test(error.code)) return true;
  }
  return poolMessages.test(error.message);
}
