import type { RequestHandler } from 'express';
import { withinMs } from '../../core/backplane/within-ms.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import { factsOf } from '../http/facts.js';

/** A probe that hangs is a probe that failed; load balancers wait five seconds by default. */
const CHECK_MS = 2_000;

/** The process runs and answers. Nothing else is asked: a database outage is not mended by a restart. */
export function livez(): RequestHandler {
  return (_req, res) => {
    factsOf(res).route = '/livez';
    res.set('Cache-Control', 'no-store').json({ status: 'ok' });
  };
}

/** Whether requests should be sent here: not while draining, nor while Postgres or the backplane is away. */
export function readyz(deps: {
  db: Db;
  backplane: { check(): Promise<void> };
  isDraining: () => boolean;
  logger: Logger;
}): RequestHandler {
  const { db, backplane, isDraining, logger } = deps;
  const check = async (what: string, work: () => Promise<unknown>): Promise<'ok' | 'failed'> => {
    try {
      await withinMs(work(), CHECK_MS, 'no answer in time');
      return 'ok';
    } catch (error) {
      logger.warn({ err: error, part: what }, 'not ready');
      return 'failed';
    }
  };
  return async (_req, res) => {
    factsOf(res).route = '/readyz';
    res.set('Cache-Control', 'no-store');
    if (isDraining()) {
      res.status(503).json({ status: 'draining' });
      return;
    }
    const [database, backplaneState] = await Promise.all([
      // The table, so that a database without migrations is not ready either.
      check('database', () => db.query('SELECT 1 FROM sessions LIMIT 1')),
      check('backplane', () => backplane.check()),
    ]);
    const ready = database === 'ok' && backplaneState === 'ok';
    res.status(ready ? 200 : 503).json({
      status: ready ? 'ok' : 'unavailable',
      checks: { database, backplane: backplaneState },
    });
  };
}
