import { withinMs } from './backplane/within-ms.js';
import type { Logger } from './logger.js';

/** A probe that hangs is a probe that failed; load balancers wait five seconds by default. */
export const CHECK_MS = 2_000;

export type Readiness = () => Promise<{ status: 200 | 503; body: Record<string, unknown> }>;

/**
 * Whether work should be sent here, for `/readyz`: not while draining, nor while a check rejects or takes longer than
 * 2 s. The answer names the checks that failed, the log says why.
 */
export function createReadiness(deps: {
  checks: Record<string, () => Promise<unknown>>;
  isDraining: () => boolean;
  logger: Logger;
}): Readiness {
  const { logger } = deps;
  /** What has been ready once; before that, it is only starting. */
  const known = new Set<string>();
  const outcome = async (part: string, check: () => Promise<unknown>) => {
    try {
      await withinMs(check(), CHECK_MS, 'no answer in time');
      known.add(part);
      return [part, 'ok'];
    } catch (error) {
      if (known.has(part)) logger.warn({ err: error, part }, 'not ready');
      else logger.info({ part }, 'not ready yet');
      return [part, 'failed'];
    }
  };
  return async () => {
    if (deps.isDraining()) return { status: 503, body: { status: 'draining' } };
    const outcomes = await Promise.all(
      Object.entries(deps.checks).map(([part, check]) => outcome(part, check)),
    );
    const ready = outcomes.every(([, state]) => state === 'ok');
    return {
      status: ready ? 200 : 503,
      body: { status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(outcomes) },
    };
  };
}

/** The process runs and answers. Nothing else is asked: an outage of the database is not mended by a restart. */
export const alive = { status: 'ok' } as const;
