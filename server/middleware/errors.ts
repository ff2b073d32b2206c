import type { ErrorRequestHandler, Request } from 'express';
import type { ErrorBody } from '../../core/contracts/errors.js';
import type { AsideError } from '../../core/domain/errors.js';
import type { Logger } from '../../core/logger.js';
import { toAsideError } from '../http/errors.js';
import { factsOf } from '../http/facts.js';

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';

/** Writes an error as the envelope, or as RFC 9457 where the caller prefers that. Bugs are logged with their cause. */
export function errors(logger: Logger): ErrorRequestHandler {
  return (thrown, req, res, _next) => {
    const error = toAsideError(thrown);
    const { correlationId, route } = factsOf(res);
    if (error.status >= 500) {
      logger.error(
        { err: error.cause ?? error, code: error.code, correlation_id: correlationId, route },
        'request failed',
      );
    }
    if (res.headersSent) {
      // Half an answer cannot be turned into an error; the caller sees the connection end.
      res.destroy();
      return;
    }
    if (error.retryAfter !== undefined) res.set('Retry-After', String(error.retryAfter));
    if (error.code === 'UNAUTHENTICATED') res.set('WWW-Authenticate', 'Bearer');
    const problem = wantsProblem(req);
    const body = problem ? problemBody(error, correlationId) : envelope(error, correlationId);
    res
      .status(error.status)
      .set('Cache-Control', 'no-store')
      .set('Content-Type', `${problem ? PROBLEM_TYPE : JSON_TYPE}; charset=utf-8`)
      .end(JSON.stringify(body));
  };
}

function wantsProblem(req: Request): boolean {
  return req.accepts([JSON_TYPE, PROBLEM_TYPE]) === PROBLEM_TYPE;
}

function envelope(error: AsideError, correlationId: string): ErrorBody {
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(error.details && { details: error.details }),
      ...(error.retryAfter !== undefined && { retry_after: error.retryAfter }),
      correlation_id: correlationId,
    },
  };
}

function problemBody(error: AsideError, correlationId: string): Record<string, unknown> {
  const { code, message, ...extensions } = envelope(error, correlationId).error;
  return { type: `urn:aside:error:${code}`, title: message, status: error.status, code, ...extensions };
}
