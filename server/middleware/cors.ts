import type { RequestHandler } from 'express';

const exposed = 'X-Correlation-Id, Location, Retry-After, Idempotency-Replayed';
const allowedHeaders =
  'Authorization, Content-Type, Accept, Idempotency-Key, Last-Event-ID, X-Correlation-Id, Cache-Control';
const allowedMethods = 'GET, POST, PUT, DELETE';
/** Browsers cap this; Chromium at two hours. */
export const PREFLIGHT_AGE_SECONDS = 7_200;

/**
 * Pages of the listed origins may call the API; any other page's browser keeps the answer from it. No cookies
 * are involved: the token comes in a header.
 */
export function cors(origins: readonly string[]): RequestHandler {
  const anyOrigin = origins.includes('*');
  return (req, res, next) => {
    res.vary('Origin');
    const { origin } = req.headers;
    const allowed = origin !== undefined && (anyOrigin || origins.includes(origin));
    if (allowed) {
      res.set('Access-Control-Allow-Origin', origin).set('Access-Control-Expose-Headers', exposed);
    }
    const isPreflight =
      req.method === 'OPTIONS' && req.headers['access-control-request-method'] !== undefined;
    if (!isPreflight) return next();
    if (allowed) {
      res
        .set('Access-Control-Allow-Methods', allowedMethods)
        .set('Access-Control-Allow-Headers', allowedHeaders)
        .set('Access-Control-Max-Age', String(PREFLIGHT_AGE_SECONDS));
    }
    res.status(204).end();
  };
}
