import { announceEnd } from '../../core/backplane/announce.js';
import { type EventLog, encodeEvent } from '../../core/backplane/event-log.js';
import type { NewEvent } from '../../core/contracts/events.js';
import type { Message } from '../../core/domain/message.js';
import type { Session } from '../../core/domain/session.js';
import type { Turn } from '../../core/domain/turn.js';
import type { Logger } from '../../core/logger.js';
import type { ViewSession } from '../views/session-view.js';
import { bestEffort } from './best-effort.js';

/**
 * Appends events to a session's log after their cause was committed. Never rejects: false says that the log could
 * not be reached in time, and watchers learn it from their next snapshot or page of history.
 *
 * @param once at most one append with this key
 */
export type Publish = (sessionId: string, events: readonly NewEvent[], once?: string) => Promise<boolean>;

export function createPublisher(deps: { events: EventLog; logger: Logger }): Publish {
  return (sessionId, fresh, once) => {
    const at = new Date();
    const encoded = fresh.map((event) => encodeEvent(sessionId, event, at));
    const guard = once === undefined ? undefined : { once };
    return bestEffort(() => deps.events.append(sessionId, encoded, guard), {
      logger: deps.logger,
      failed: 'events were not appended',
      about: { session_id: sessionId, types: fresh.map(({ type }) => type) },
    });
  };
}

/** Tells the watchers of a session what it says now. */
export type TellSession = (session: Session) => Promise<void>;

export function createSessionTeller(deps: {
  viewSession: ViewSession;
  publish: Publish;
  logger: Logger;
}): TellSession {
  return async (session) => {
    const tell = async () =>
      deps.publish(session.id, [{ type: 'session.updated', session: await deps.viewSession(session) }]);
    await bestEffort(tell, {
      logger: deps.logger,
      failed: 'a change of a session was not told',
      about: { session_id: session.id },
    });
  };
}

/** The same for the end of a turn that no worker will tell of; guarded like the sweep's, which tries again. */
export type PublishEnd = (turn: Turn, answer: Message) => Promise<boolean>;

export function createEndPublisher(deps: { events: EventLog; logger: Logger }): PublishEnd {
  return (turn, answer) =>
    bestEffort(() => announceEnd(deps.events, turn, answer), {
      logger: deps.logger,
      failed: 'an end was not announced; the sweep will do it',
      about: { turn_id: turn.id },
    });
}
