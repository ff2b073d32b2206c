import { describe, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { newId } from '../../../core/domain/ids.js';
import { noTimings, type Turn } from '../../../core/domain/turn.js';
import { interruptionOf } from '../../../worker/turn/interruption.js';
import { createLeases, leaseTimes } from '../../../worker/turn/leases.js';

const turn: Turn = {
  id: newId(),
  sessionId: newId(),
  userId: 'ana',
  messageId: newId(),
  answerId: newId(),
  state: 'running',
  attempt: 1,
  epoch: 1,
  attemptsBefore: 0,
  failures: 0,
  position: 1,
  timings: noTimings,
  error: null,
  correlationId: 'test',
  createdAt: new Date(),
  startedAt: new Date(),
  endedAt: null,
};

describe('the leases of a worker', () => {
  test('are held for a minute while Postgres answers nothing, and stop signals may be heard later', async () => {
    jest.useFakeTimers();
    try {
      const never = new Promise<never>(() => undefined);
      let subscriptions = 0;
      const leases = createLeases({
        db: { query: () => never },
        signals: {
          publish: async () => undefined,
          subscribe: async () => {
            subscriptions += 1;
            if (subscriptions < 3) throw new Error('away');
            return () => undefined;
          },
        },
        logger: pino({ level: 'silent' }),
      });
      const held = leases.hold(turn);
      await jest.advanceTimersByTimeAsync(leaseTimes.holdOnMs - leaseTimes.expiryCheckEveryMs);
      expect(interruptionOf(held.signal)).toBeNull();
      expect(held.mayBeOurs()).toBe(true);
      await jest.advanceTimersByTimeAsync(2 * leaseTimes.expiryCheckEveryMs);
      expect(interruptionOf(held.signal)).toBe('lost');
      expect(held.mayBeOurs()).toBe(false);
      expect(subscriptions).toBe(3);
      await jest.advanceTimersByTimeAsync(10_000);
      expect(subscriptions).toBe(3);
      leases.close();
    } finally {
      jest.useRealTimers();
    }
  });

  test('a turn that this worker holds anew is lost to the attempt that held it before', () => {
    const leases = createLeases({
      db: { query: async <T>() => [] as T },
      signals: { publish: async () => undefined, subscribe: async () => () => undefined },
      logger: pino({ level: 'silent' }),
    });
    try {
      const earlier = leases.hold(turn);
      const later = leases.hold({ ...turn, attempt: 2, epoch: 2 });
      expect([earlier, later].map((held) => interruptionOf(held.signal))).toEqual(['lost', null]);
      earlier.release();
      expect(leases.count).toBe(1);
    } finally {
      leases.close();
    }
  });

  test('a turn that Postgres no longer knows as running is lost, unless its end is just being written', async () => {
    jest.useFakeTimers();
    try {
      const leases = createLeases({
        db: { query: async <T>() => [] as T },
        signals: { publish: async () => undefined, subscribe: async () => () => undefined },
        logger: pino({ level: 'silent' }),
      });
      const writing = leases.hold(turn);
      const ending = leases.hold({ ...turn, id: newId() });
      ending.settle();
      await jest.advanceTimersByTimeAsync(leaseTimes.renewEveryMs);
      expect([writing, ending].map((held) => interruptionOf(held.signal))).toEqual(['lost', null]);
      expect([writing, ending].map((held) => held.mayBeOurs())).toEqual([false, true]);
      await jest.advanceTimersByTimeAsync(leaseTimes.holdOnMs);
      expect(ending.mayBeOurs()).toBe(false);
      leases.close();
    } finally {
      jest.useRealTimers();
    }
  });
});
