import type { TurnProducer } from './backplane/turn-producer.js';
import type { Turn } from './domain/turn.js';
import type { Logger } from './logger.js';
import type { Db } from './store/data-source.js';
import { takeNext } from './store/turn-window.js';
import { markUndelivered } from './store/turns.js';

export interface DeliverDeps {
  db: Db;
  producer: Pick<TurnProducer, 'deliver'>;
  logger: Logger;
}

/**
 * Hands a committed turn to the queue. Never rejects: a turn that could not be handed over is marked so, and the
 * sweep of any worker delivers it.
 *
 * @param options `replace` for the sweep, which delivers again what was delivered and not claimed: see `TurnProducer`
 */
export async function deliverTurn(
  deps: DeliverDeps,
  turn: Turn,
  options: { replace?: boolean } = {},
): Promise<void> {
  const { db, producer, logger } = deps;
  const ids = { turn_id: turn.id, correlation_id: turn.correlationId };
  try {
    await producer.deliver(turn, options);
  } catch (error) {
    logger.warn({ err: error, ...ids }, 'the queue did not take a turn: it is left to the sweep');
    await markUndelivered(db, turn.id).catch((cause: unknown) => {
      // The sweep finds it all the same, a few seconds later.
      logger.warn({ err: cause, ...ids }, 'a turn could not be marked as not handed over');
    });
  }
}

/**
 * A turn of this user is no longer in the workers' hands: hands over what he has waiting. Never rejects; what it
 * misses is left to the sweep.
 */
export async function deliverNext(deps: DeliverDeps, userId: string): Promise<void> {
  try {
    const turns = await takeNext(deps.db, userId);
    await Promise.all(turns.map((turn) => deliverTurn(deps, turn)));
  } catch (error) {
    deps.logger.warn({ err: error, user_id: userId }, 'the next turns of a user are left to the sweep');
  }
}
