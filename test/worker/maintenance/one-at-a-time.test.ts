import { expect, test } from '@jest/globals';
import { oneAtATime } from '../../../worker/maintenance/one-at-a-time.js';

test('what is asked for while it is done is done once more, for all who asked, and they do not wait', async () => {
  const ends: ((done: number) => void)[] = [];
  const work = oneAtATime(() => new Promise<number>((resolve) => ends.push(resolve)));
  const first = work();
  expect(await Promise.all([work(), work(), work()])).toEqual([0, 0, 0]);
  expect(ends).toHaveLength(1);
  ends[0]?.(2);
  await new Promise(setImmediate);
  expect(ends).toHaveLength(2);
  ends[1]?.(3);
  expect(await first).toBe(5);
});

test('a failure ends it, and the next one begins anew', async () => {
  let calls = 0;
  const work = oneAtATime(async () => {
    if (++calls === 1) throw new Error('away');
    return 1;
  });
  await expect(Promise.all([work(), work()])).rejects.toThrow('away');
  expect(await work()).toBe(1);
  expect(calls).toBe(2);
});
