import { eraseTraces } from '../../core/backplane/erase-traces.js';
import type { Backplane } from '../../core/backplane/index.js';
import { withinMs } from '../../core/backplane/within-ms.js';
import type { Logger } from '../../core/logger.js';
import { afterCommitLimits } from './limits.js';

/**
 * Empties the event log of a session that was deleted and forgets its recent context: what a worker is just writing to
 * it is refused, and streams that the signal missed learn that there is no such session. Never rejects.
 */
export type EraseTraces = (sessionId: string) => Promise<void>;

export function createTraceEraser(deps: { backplane: Backplane; logger: Logger }): EraseTraces {
  return async (sessionId) => {
    try {
      const erased = eraseTraces(deps.backplane, sessionId);
      await withinMs(erased, afterCommitLimits.stepMs, 'the event log did not answer in time');
    } catch (error) {
      deps.logger.warn(
        { err: error, session_id: sessionId },
        'the event log of a deleted session stays until it expires',
      );
    }
  };
}
