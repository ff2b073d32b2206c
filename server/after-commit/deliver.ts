import type { TurnProducer } from '../../core/backplane/queues.js';
import { withinMs } from '../../core/backplane/within-ms.js';
import type { Turn } from '../../core/domain/turn.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import { markUndelivered } from '../../core/store/turns.js';
import { afterCommitLimits } from './limits.js';

/**
 * Hands a committed turn to the queue. Never rejects: a turn that could not be handed over is marked so, and the
 * sweep delivers it.
 *
 * @param options `replace` for a turn that runs again: its ended job of the same id has to go first
 */
export type Deliver = (turn: Turn, options?: { replace: boolean }) => Promise<void>;

export function createDelivery(deps: {
  db: Db;
  queue: Pick<TurnProducer, 'deliver'>;
  logger: Logger;
}): Deliver {
  const { db, queue, logger } = deps;
  return async (turn, options) => {
    try {
      await withinMs(
        queue.deliver(turn, options),
        afterCommitLimits.stepMs,
        'the queue did not answer in time',
      );
    } catch (error) {
      const { id: turnId, correlationId } = turn;
      logger.warn(
        { err: error, turn_id: turnId, correlation_id: correlationId },
        'a turn was not handed over; the sweep will do it',
      );
      await markUndelivered(db, turnId).catch((cause: unknown) => {
        // The sweep finds it all the same, a few seconds later.
        logger.warn({ err: cause, turn_id: turnId }, 'a turn could not be marked as not handed over');
      });
    }
  };
}
