import type { RequestHandler } from 'express';
import { newId } from '../../core/domain/ids.js';
import { noteFacts } from '../http/facts.js';

/** What may stand in a log line, a job and a header without quoting. */
const sane = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** First of all: every answer carries `X-Correlation-Id`. A caller's own is kept if it is sane. */
export function correlation(): RequestHandler {
  return (req, res, next) => {
    const given = req.headers['x-correlation-id'];
    const correlationId = typeof given === 'string' && sane.test(given) ? given : newId();
    noteFacts(res, {
      correlationId,
      route: null,
      userId: null,
      startedAt: performance.now(),
      streams: false,
    });
    res.set('X-Correlation-Id', correlationId);
    next();
  };
}
