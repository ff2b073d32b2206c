import { type SignalBus, STOP_SIGNAL } from '../../core/backplane/signals.js';
import { withinMs } from '../../core/backplane/within-ms.js';
import type { Logger } from '../../core/logger.js';
import { afterCommitLimits } from './limits.js';

/** Tells the worker of a running turn to look at its stop request now instead of at its next look. Never rejects. */
export type SignalStop = (turnId: string) => Promise<void>;

export function createStopSignal(deps: { signals: SignalBus; logger: Logger }): SignalStop {
  return async (turnId) => {
    try {
      await withinMs(
        deps.signals.publish(STOP_SIGNAL, turnId),
        afterCommitLimits.stepMs,
        'the signal was not taken in time',
      );
    } catch (error) {
      deps.logger.warn(
        { err: error, turn_id: turnId },
        'a stop was not signalled; the worker will see it in the database',
      );
    }
  };
}
