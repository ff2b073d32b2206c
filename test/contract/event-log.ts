import { afterAll, beforeAll, describe } from '@jest/globals';
import { appendPromises } from './event-log-appends.js';
import { erasurePromises } from './event-log-erasure.js';
import { lossPromises } from './event-log-loss.js';
import type { EventLogUnderTest } from './event-log-under-test.js';
import { wakeUpPromises } from './event-log-wake-ups.js';

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
    erasurePromises(under);
    wakeUpPromises(under);
  });
}
