import { withinMs } from '../core/backplane/within-ms.js';
import type { Logger } from '../core/logger.js';
import type { Db } from '../core/store/data-source.js';
import { askClock } from '../core/store/turn-sweep.js';
import { repeat } from './repeat.js';
import { leaseTimes } from './turn/leases.js';

/**
 * Says which leases ran out because their worker fell silent. While Postgres is away nobody can renew, so a lease
 * that runs out then, or shortly after, says nothing about its worker, who holds on and has an answer in hand. Leases
 * are judged once Postgres has answered, and has run, for long enough without a break that whoever lives has renewed.
 * A worker that has just started takes it that Postgres could be reached before: when it is wrong about that, an answer
 * is asked for once more, while waiting would put off every takeover where workers come and go.
 */
export interface LeaseJudge {
  /** Leases that ran out before this moment of Postgres' clock are dead; null while nobody can tell. */
  deadBefore(): Promise<Date | null>;
  close(): void;
}

export const judgeTimes = {
  /** A renewal that hangs is given up, and the next one begins and has a second to be answered. */
  settledAfterMs: leaseTimes.renewWithinMs + leaseTimes.renewEveryMs + 1_000,
  askEveryMs: 1_000,
  answerWithinMs: 1_800,
  /**
   * A silence that is no longer goes unnoticed, as one between two answers that came in time has to: with the renewals
   * before and after it, it is shorter than a lease.
   */
  unnoticedSilenceMs: 2_800,
} as const;

export function createLeaseJudge(deps: { db: Db; logger: Logger }): LeaseJudge {
  const { db, logger } = deps;
  /** Null: it has not been asked yet. */
  let answeredAt: number | null = null;
  /** Since then Postgres has answered whenever it was asked. */
  let since = Number.NEGATIVE_INFINITY;

  const ask = async (): Promise<Date> => {
    const { now, upMs } = await withinMs(
      askClock(db),
      judgeTimes.answerWithinMs,
      'Postgres did not answer',
    ).catch((error: unknown) => {
      answeredAt ??= Number.NEGATIVE_INFINITY;
      throw error;
    });
    const at = performance.now();
    if (answeredAt !== null && at - answeredAt > judgeTimes.unnoticedSilenceMs) since = at;
    since = Math.max(since, at - upMs);
    answeredAt = at;
    return now;
  };
  // At once for the first time: new workers are not to lose a second before they take over what was left to them.
  ask().catch((error: unknown) => logger.warn({ err: error }, 'leases cannot be judged yet'));
  const { stop } = repeat(judgeTimes.askEveryMs, async () => void (await ask()), logger);

  return {
    // The moment comes with the answer: what Postgres does with it later, after a pause perhaps, is no later judgement.
    deadBefore: async () => {
      const now = await ask();
      return performance.now() - since >= judgeTimes.settledAfterMs ? now : null;
    },
    close: stop,
  };
}
