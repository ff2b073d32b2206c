import { afterAll, beforeAll, describe } from '@jest/globals';
import type { EventLog } from '../../core/backplane/event-log.js';
import { appendPromises } from './event-log-appends.js';
import { lossPromises } from './event-log-loss.js';
import { wakeUpPromises } from './event-log-wake-ups.js';

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

/** What both event logs promise. `open` is called once. */
export function eventLogContract(kind: string, open: () => Promise<EventLogUnderTest>): void {
  describe(`the event log on ${kind}`, () => {
    let opened: EventLogUnderTest | null = null;
    const under = () => {
      if (!opened) throw new Error('the event log under test is not open');
      return opened;
    };
    beforeAll(async () => {
      opened = await open();
    }, 30_000);
    afterAll(() => opened?.close());

    appendPromises(under);
    lossPromises(under);
    wakeUpPromises(under);
  });
}
