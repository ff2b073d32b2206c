import type { EventLog, LogTail } from '../../core/backplane/event-log.js';
import { withinMs } from '../../core/backplane/within-ms.js';
import type { Logger } from '../../core/logger.js';
import { afterCommitLimits } from '../after-commit/limits.js';

/** A cursor that no log knows: who reads after it is given a snapshot. */
export const unknownCursor = '0-0';

/**
 * Where a session's log stands. Taken before Postgres is read, so that nothing falls between the two. When the log
 * cannot be asked in time the answer is a cursor that leads to a snapshot: reading works without the backplane.
 */
export type TakeTail = (sessionId: string) => Promise<LogTail>;

export function createTailReader(deps: { events: EventLog; logger: Logger }): TakeTail {
  return async (sessionId) => {
    try {
      return await withinMs(
        deps.events.tail(sessionId),
        afterCommitLimits.tailMs,
        'the event log did not answer in time',
      );
    } catch (error) {
      deps.logger.warn(
        { err: error, session_id: sessionId },
        'the event log could not be asked where it stands',
      );
      return { cursor: unknownCursor, attempt: null };
    }
  };
}
