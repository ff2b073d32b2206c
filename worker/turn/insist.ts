import type { Logger } from '../../core/logger.js';
import { isDatabaseAway } from '../../core/store/database-away.js';
import type { Attempt } from './attempt.js';
import { leaseTimes } from './leases.js';

export const insistRetryMs = { first: 100, last: 1_000 } as const;

/**
 * What an attempt has to tell Postgres, tried again while Postgres is away and the turn may still be ours: another
 * attempt would cost a whole answer. Postgres itself says when it is ours no more. Any other
 * error would come again.
 */
export async function insist<T>(
  deps: { logger: Logger },
  attempt: Pick<Attempt, 'turn' | 'lease'>,
  tell: () => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + leaseTimes.holdOnMs;
  for (let waitMs: number = insistRetryMs.first; ; waitMs = Math.min(waitMs * 2, insistRetryMs.last)) {
    try {
      return await tell();
    } catch (error) {
      if (!isDatabaseAway(error) || !attempt.lease.mayBeOurs() || performance.now() + waitMs > deadline)
        throw error;
      deps.logger.warn({ err: error, turn_id: attempt.turn.id }, 'what became of a turn is written again');
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
