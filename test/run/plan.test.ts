import { describe, expect, test } from '@jest/globals';
import { planRuns } from './plan.js';

const everything = { chromium: '/usr/bin/chromium', redis: true };
const nothing = { chromium: null, redis: false };

describe('the plan of a test run', () => {
  test('has each suite once, those in the browser one after another', () => {
    const { runs, skipped } = planRuns([], everything);
    const files = runs.flatMap((run) => run.files);
    expect(new Set(files).size).toBe(files.length);
    expect(files).toContain('test/run/plan.test.ts');
    expect(runs.map(({ oneByOne }) => oneByOne)).toEqual([false, true, true]);
    expect(runs[1]?.files).toEqual(['test/bench/chaos/chaos.test.ts']);
    expect(runs[2]?.files.every((file) => file.startsWith('test/e2e/'))).toBe(true);
    expect(skipped).toEqual([]);
  });

  test('says on a bare machine what cannot run, and runs the rest', () => {
    const { runs, skipped } = planRuns([], nothing);
    const [redis, browser] = skipped;
    expect(skipped.length).toBe(2);
    expect(redis?.files).toEqual(
      expect.arrayContaining(['test/takeover/killed-workers.test.ts', 'test/core/backplane/redis.test.ts']),
    );
    expect(redis?.files).not.toContain('test/core/config.test.ts');
    // The half of it that is for Postgres runs here.
    expect(runs[0]?.files).toContain('test/takeover/killed-workers.test.ts');
    expect(browser?.files).toContain('test/e2e/newcomer.test.ts');
    expect(runs.length).toBe(1);
  });

  test('takes folders and files, and says nothing of what they do not need', () => {
    const { runs, needsRedis, skipped } = planRuns(
      ['test/core/domain', './test/core/config.test.ts'],
      nothing,
    );
    expect(runs.map(({ files }) => files)).toEqual([
      ['test/core/config.test.ts', 'test/core/domain/turn.test.ts'],
    ]);
    expect([needsRedis, skipped]).toEqual([false, []]);
    expect(planRuns(['test/nowhere'], nothing).runs).toEqual([]);
  });
});
