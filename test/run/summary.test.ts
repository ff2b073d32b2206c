import { describe, expect, test } from '@jest/globals';
import { readOptions } from './options.js';
import { summarize } from './summary.js';

const names = (...tests: string[]) => new Set(tests);
const clean = { passed: 3, failed: 0, ran: names('a', 'b', 'c'), passedOver: names() };

const redisHalf = { what: 'the Redis half, because …', files: ['test/a.test.ts'] };

describe('the end of a test run', () => {
  test('adds up all runs in its last line', () => {
    const { lines, exitCode } = summarize([clean, { ...clean, passed: 2, failed: 1 }], [], false);
    expect(lines).toEqual(['5 passed, 1 failed']);
    expect(exitCode).toBe(1);
  });

  test('names what was skipped, and forgives it', () => {
    const { lines, exitCode } = summarize([clean], [redisHalf], false);
    expect(lines).toEqual(['skipped: the Redis half, because …', '3 passed, 0 failed']);
    expect(exitCode).toBe(0);
  });

  test('counts a skip as a failure with --no-skip', () => {
    const { lines, exitCode } = summarize([clean], [redisHalf], true);
    expect(lines.at(-1)).toBe('3 passed, 1 failed');
    expect(exitCode).toBe(1);
  });

  test('names a test that no run has run, but not one that another run did', () => {
    const first = { ...clean, passedOver: names('on Redis', 'nowhere') };
    const second = { ...clean, ran: names('on Redis'), passedOver: names('nowhere') };
    expect(summarize([first, second], [], false).lines).toEqual(['skipped: nowhere', '6 passed, 0 failed']);
  });

  test('does not name one by one what a missing program explains', () => {
    const results = { ...clean, passedOver: names('test/a.test.ts: on Redis', 'test/b.test.ts: other') };
    expect(summarize([results], [redisHalf], false).lines).toEqual([
      'skipped: the Redis half, because …',
      'skipped: test/b.test.ts: other',
      '3 passed, 0 failed',
    ]);
  });

  test('fails when nothing has passed', () => {
    expect(summarize([], [], false).exitCode).toBe(1);
  });
});

test('arguments are paths, flags for Jest, and --no-skip', () => {
  expect(readOptions(['test/core', '--no-skip', '-t=order'])).toEqual({
    noSkip: true,
    paths: ['test/core'],
    jestFlags: ['-t=order'],
  });
});
