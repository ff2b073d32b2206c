import { eraseTraces } from '../../core/backplane/erase-traces.js';
import type { Backplane } from '../../core/backplane/index.js';
import type { Logger } from '../../core/logger.js';
import { bestEffort } from './best-effort.js';

/**
 * Empties the event log of a session that was deleted and forgets its recent context: what a worker is just writing to
 * it is refused, and streams that the signal missed learn that there is no such session. Never rejects.
 */
export type EraseTraces = (sessionId: string) => Promise<void>;

export function createTraceEraser(deps: { backplane: Backplane; logger: Logger }): EraseTraces {
  return async (sessionId) => {
    await bestEffort(() => eraseTraces(deps.backplane, sessionId), {
      logger: deps.logger,
      failed: 'the event log of a deleted session stays until it expires',
      about: { session_id: sessionId },
    });
  };
}
