import type { EventLog } from '../../core/backplane/event-log.js';

export interface EventLogUnderTest {
  /** Two logs on one store with connections of their own, as two processes have. */
  log: EventLog;
  other: EventLog;
  /** Keeps 200 events, for two seconds. */
  small: EventLog;
  /** Loses everything that is kept about a session, as FLUSHALL or a crash of an unlogged table does. */
  lose(sessionId: string): Promise<void>;
  /** Cuts every connection that receives wake-ups. */
  cutSubscriptions(): Promise<void>;
  close(): Promise<void>;
}
