import { SESSION_DELETED_SIGNAL, type SignalBus } from '../../core/backplane/signals.js';
import type { Logger } from '../../core/logger.js';
import type { LiveHub } from '../live/hub.js';
import { bestEffort } from './best-effort.js';

/**
 * Ends the streams of a session that was deleted, in every process: who comes back is told that there is none. Never
 * rejects; a stream that is missed shows nothing new, and is told when it next connects.
 */
export type EndStreams = (sessionId: string) => Promise<void>;

export function createStreamEnd(deps: {
  hub: Pick<LiveHub, 'closeSession'>;
  signals: SignalBus;
  logger: Logger;
}): EndStreams {
  return async (sessionId) => {
    deps.hub.closeSession(sessionId);
    await bestEffort(() => deps.signals.publish(SESSION_DELETED_SIGNAL, sessionId), {
      logger: deps.logger,
      failed: 'streams of a deleted session may be open in other processes',
      about: { session_id: sessionId },
    });
  };
}
