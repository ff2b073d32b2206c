import type { RequestHandler } from 'express';
import { AsideError } from '../../core/domain/errors.js';

/** RFC 9110, 7.2: a name, an IPv4 address or an IPv6 address in brackets, and perhaps a port. */
const hostHeader = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * Refuses what later parts would choke on: a Host header from which no URL can be built (better-sse builds one),
 * and a path whose percent-encoding is broken. BAD_REQUEST.
 */
export function wellFormed(): RequestHandler {
  return (req, _res, next) => {
    if (!hostHeader.test(req.headers.host ?? '')) {
      throw new AsideError('BAD_REQUEST', { details: { in: 'header', field: 'host' } });
    }
    try {
      decodeURIComponent(req.path);
    } catch (cause) {
      throw new AsideError('BAD_REQUEST', { details: { in: 'path' }, cause });
    }
    next();
  };
}
