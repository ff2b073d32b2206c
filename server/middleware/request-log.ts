import type { RequestHandler } from 'express';
import type { Logger } from '../../core/logger.js';
import { factsOf } from '../http/facts.js';

/**
 * One line per request, when its answer has ended: pattern of the route, never the address, whose query may hold
 * what somebody searched for. The probes of a load balancer are logged at debug level.
 */
export function requestLog(logger: Logger): RequestHandler {
  return (req, res, next) => {
    res.on('close', () => {
      const facts = factsOf(res);
      const line = {
        method: req.method,
        route: facts.route,
        status: res.statusCode,
        ms: Math.round((performance.now() - facts.startedAt) * 10) / 10,
        correlation_id: facts.correlationId,
        user_id: facts.userId,
        ...(res.writableFinished ? {} : { aborted: true }),
      };
      if (facts.route === '/livez' || facts.route === '/readyz') logger.debug(line, 'request');
      else logger.info(line, 'request');
    });
    next();
  };
}
