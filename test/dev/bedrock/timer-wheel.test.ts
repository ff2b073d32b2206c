import { afterEach, expect, test } from '@jest/globals';
import { createTimerWheel } from '../../../dev/bedrock/timer-wheel.js';

const wheel = createTimerWheel({ slotMs: 2, slots: 16 });

afterEach(() => wheel.stop());

const after = (ms: number, from = performance.now()) =>
  new Promise<number>((resolve) => {
    const due = from + ms;
    wheel.at(due, () => resolve(performance.now() - due));
  });

test('tasks run in the order of their times, never early', async () => {
  const order: number[] = [];
  // As if this process had been kept waiting: two of them are past already.
  const from = performance.now() - 8;
  const late = await Promise.all(
    [30, 5, 12, 0].map(async (ms) => {
      const delay = await after(ms, from);
      order.push(ms);
      return delay;
    }),
  );
  expect(order).toEqual([0, 5, 12, 30]);
  expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
});

test('a time beyond one turn of the wheel waits for its turn', async () => {
  expect(await after(90)).toBeGreaterThanOrEqual(0);
});

test('a task that schedules the next one keeps going', async () => {
  let runs = 0;
  await new Promise<void>((resolve) => {
    const next = () => {
      runs += 1;
      if (runs === 20) resolve();
      else wheel.at(performance.now(), next);
    };
    wheel.at(performance.now(), next);
  });
  expect(runs).toBe(20);
});

test('a cancelled task does not run', async () => {
  let ran = false;
  const cancel = wheel.at(performance.now() + 6, () => {
    ran = true;
  });
  cancel();
  await after(20);
  expect(ran).toBe(false);
});
