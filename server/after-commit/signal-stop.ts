import { type SignalBus, STOP_SIGNAL } from '../../core/backplane/signals.js';
import type { Logger } from '../../core/logger.js';
import { bestEffort } from './best-effort.js';

/** Tells the worker of a running turn to look at its stop request now instead of at its next look. Never rejects. */
export type SignalStop = (turnId: string) => Promise<void>;

export function createStopSignal(deps: { signals: SignalBus; logger: Logger }): SignalStop {
  return async (turnId) => {
    await bestEffort(() => deps.signals.publish(STOP_SIGNAL, turnId), {
      logger: deps.logger,
      failed: 'a stop was not signalled; the worker will see it in the database',
      about: { turn_id: turnId },
    });
  };
}
