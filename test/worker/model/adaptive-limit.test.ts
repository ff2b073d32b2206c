import { describe, expect, jest, test } from '@jest/globals';
import { adaptiveLimits, createAdaptiveLimit } from '../../../worker/model/adaptive-limit.js';

const forever = new AbortController().signal;

/** How many get in at once, without anybody leaving. */
async function room(limit: ReturnType<typeof createAdaptiveLimit>): Promise<number> {
  const leaves: (() => void)[] = [];
  const aborts = Array.from({ length: 20 }, () => new AbortController());
  for (const abort of aborts) {
    limit.enter(abort.signal).then(
      (leave) => leaves.push(leave),
      () => undefined,
    );
  }
  await Promise.resolve();
  await Promise.resolve();
  for (const abort of aborts) abort.abort();
  const count = leaves.length;
  for (const leave of leaves) leave();
  return count;
}

describe('the limit of calls under way', () => {
  test('is halved by a throttled answer, once in a burst, and never below one', async () => {
    let now = 0;
    const limit = createAdaptiveLimit(16, () => now);
    const leaves = await Promise.all(Array.from({ length: 8 }, () => limit.enter(forever)));
    limit.throttled();
    limit.throttled();
    expect(limit.limit).toBe(4);
    for (const leave of leaves) leave();
    expect(await room(limit)).toBe(4);
    for (let burst = 0; burst < 5; burst++) {
      now += adaptiveLimits.burstMs;
      limit.throttled();
    }
    expect(await room(limit)).toBe(1);
  });

  test('is raised by one for as many successes as it is, up to what the worker may run', async () => {
    const limit = createAdaptiveLimit(4);
    limit.throttled();
    expect(limit.limit).toBe(1);
    limit.succeeded();
    expect(limit.limit).toBe(2);
    for (let success = 0; success < 100; success++) limit.succeeded();
    expect(await room(limit)).toBe(4);
  });

  test('is doubled by time without a throttled answer, also while one long answer holds the only place', async () => {
    jest.useFakeTimers();
    try {
      let now = 0;
      const limit = createAdaptiveLimit(8, () => now);
      const leave = await limit.enter(forever);
      limit.throttled();
      expect(limit.limit).toBe(1);
      const second = limit.enter(forever);
      now += adaptiveLimits.recoverMs;
      jest.advanceTimersByTime(adaptiveLimits.recoverMs);
      (await second)();
      now += 10 * adaptiveLimits.recoverMs;
      expect(await room(limit)).toBe(7);
      leave();
    } finally {
      jest.useRealTimers();
    }
  });

  test('lets in who waits, first come first served, when another one leaves', async () => {
    const limit = createAdaptiveLimit(1);
    const leave = await limit.enter(forever);
    const order: string[] = [];
    const second = limit.enter(forever).then((done) => {
      order.push('second');
      return done;
    });
    const third = limit.enter(forever).then(() => order.push('third'));
    leave();
    leave();
    (await second)();
    await third;
    expect(order).toEqual(['second', 'third']);
  });

  test('lets in before them who has begun an answer', async () => {
    const limit = createAdaptiveLimit(1);
    const leave = await limit.enter(forever);
    const order: string[] = [];
    const begun = (name: string) => (done: () => void) => {
      order.push(name);
      done();
    };
    const others = ['first', 'second'].map((name) => limit.enter(forever).then(begun(name)));
    const goingOn = ['goes on', 'goes on, too'].map((name) =>
      limit.enter(forever, 'ahead').then(begun(name)),
    );
    leave();
    await Promise.all([...others, ...goingOn]);
    expect(order).toEqual(['goes on', 'goes on, too', 'first', 'second']);
  });

  test('refuses at once who is not to be waited for', async () => {
    const limit = createAdaptiveLimit(1);
    const leave = await limit.enter(forever, 'nowhere');
    await expect(limit.enter(forever, 'nowhere')).rejects.toMatchObject({ kind: 'throttled' });
    leave();
    (await limit.enter(forever, 'nowhere'))();
  });

  test('lets nobody wait for ever, and nobody who wants no more', async () => {
    jest.useFakeTimers();
    try {
      const limit = createAdaptiveLimit(1);
      const leave = await limit.enter(forever);
      const abort = new AbortController();
      const stopped = limit.enter(abort.signal);
      const late = limit.enter(forever);
      abort.abort(new Error('stopped'));
      await expect(stopped).rejects.toThrow('stopped');
      jest.advanceTimersByTime(adaptiveLimits.waitMs);
      await expect(late).rejects.toMatchObject({ kind: 'throttled' });
      leave();
      expect(await room(limit)).toBe(1);
    } finally {
      jest.useRealTimers();
    }
  });
});
