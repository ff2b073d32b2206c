import type { TurnProducer } from '../../core/backplane/queues.js';
import type { Turn } from '../../core/domain/turn.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import { markUndelivered } from '../../core/store/turns.js';

/** Hands a turn to the queue; when that fails, the sweep of any worker does it. */
export async function deliverTurn(
  deps: { producer: TurnProducer; db: Db; logger: Logger },
  turn: Turn,
  options: { replace?: boolean } = {},
): Promise<void> {
  try {
    await deps.producer.deliver(turn, options);
  } catch (error) {
    deps.logger.warn(
      { err: error, turn_id: turn.id },
      'the queue did not take a turn: it is left to the sweep',
    );
    await markUndelivered(deps.db, turn.id).catch(() => undefined);
  }
}
