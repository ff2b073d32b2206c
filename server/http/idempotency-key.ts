import type { IncomingHttpHeaders } from 'node:http';
import { idempotencyKey } from '../../core/contracts/ids.js';
import { validate } from './validate.js';

/** The header `Idempotency-Key`; null where there is none. Throws VALIDATION_FAILED when it cannot be one. */
export function readIdempotencyKey(headers: IncomingHttpHeaders): string | null {
  const header = headers['idempotency-key'];
  return header === undefined ? null : validate(idempotencyKey, header, 'header');
}
