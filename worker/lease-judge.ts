import { withinMs } from '../core/backplane/within-ms.js';
import type { Logger } from '../core/logger.js';
import type { Db } from '../core/store/data-source.js';
import { askClock } from '../core/store/turn-sweep.js';
import { leaseTimes, repeat } from './turn/leases.js';

/**
 * Says which leases ran out because their worker fell silent. While Postgres is away nobody can renew, so a lease
 * that runs out then, or shortly after, says nothing about its worker, who holds on and has an answer in hand. Leases
 * are judged once Postgres has answered, and has run, for long enough without a break that whoever lives has renewed.
 * A worker that has just started does not know what was before, and waits as well.
 */
export interface LeaseJudge {
  /** Leases that ran out before this moment of Postgres' clock are dead; null while nobody can tell. */
  deadBefore(): Promise<Date | null>;
  close(): void;
}

export const judgeTimes = {
  /** A renewal that hangs is given up, and the next one begins. */
  settledAfterMs: leaseTimes.renewWithinMs + leaseTimes.renewEveryMs,
  askEveryMs: 1_000,
  answerWithinMs: 2_000,
  /** A silence that is no longer goes unnoticed: with the renewals before and after it, it is shorter than a lease. */
  unnoticedSilenceMs: 3_000,
} as const;

export function createLeaseJudge(deps: { db: Db; logger: Logger }): LeaseJudge {
  const { db, logger } = deps;
  let answeredAt = Number.NEGATIVE_INFINITY;
  /** Since then Postgres has answered whenever it was asked. */
  let since = Number.POSITIVE_INFINITY;

  const ask = async (): Promise<Date> => {
    const { now, upMs } = await withinMs(askClock(db), judgeTimes.answerWithinMs, 'Postgres did not answer');
    const at = performance.now();
    if (at - answeredAt > judgeTimes.unnoticedSilenceMs) since = at;
    since = Math.max(since, at - upMs);
    answeredAt = at;
    return now;
  };
  // At once for the first time: new workers are not to lose a second before they take over what was left to them.
  ask().catch((error: unknown) => logger.warn({ err: error }, 'leases cannot be judged yet'));
  const stop = repeat(judgeTimes.askEveryMs, async () => void (await ask()), logger);

  return {
    // The moment comes with the answer: what Postgres does with it later, after a pause perhaps, is no later judgement.
    deadBefore: async () => {
      const now = await ask();
      return answeredAt - since >= judgeTimes.settledAfterMs ? now : null;
    },
    close: stop,
  };
}
