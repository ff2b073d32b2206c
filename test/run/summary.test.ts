import { describe, expect, test } from '@jest/globals';
import { readOptions } from './options.js';
import { summarize } from './summary.js';

const clean = { passed: 3, failed: 0, passedOver: [] };
const all = { noSkip: false, byName: false };
const over = (file: string, test: string) => ({ file, test });

const redisHalf = { what: 'the Redis half, because …', files: ['a'] };

describe('the end of a test run', () => {
  test('adds up all runs in its last line', () => {
    const { lines, exitCode } = summarize([clean, { ...clean, passed: 2, failed: 1 }], [], all);
    expect(lines).toEqual(['5 passed, 1 failed']);
    expect(exitCode).toBe(1);
  });

  test('names what was skipped, and forgives it', () => {
    const { lines, exitCode } = summarize([clean], [redisHalf], all);
    expect(lines).toEqual(['skipped: the Redis half, because … (1 file)', '3 passed, 0 failed']);
    expect(exitCode).toBe(0);
  });

  test('counts a skip as a failure with --no-skip', () => {
    const { lines, exitCode } = summarize([clean], [redisHalf], { ...all, noSkip: true });
    expect(lines.at(-1)).toBe('3 passed, 1 failed');
    expect(exitCode).toBe(1);
  });

  test('names a test that was passed over', () => {
    const results = { ...clean, passedOver: [over('b', 'as root')] };
    expect(summarize([clean, results], [], all).lines).toEqual(['skipped: b: as root', '6 passed, 0 failed']);
  });

  test('does not name one by one what a missing program explains', () => {
    const results = { ...clean, passedOver: [over('a', 'on Redis'), over('b', 'other')] };
    expect(summarize([results], [redisHalf], all).lines).toEqual([
      'skipped: the Redis half, because … (1 file)',
      'skipped: b: other',
      '3 passed, 0 failed',
    ]);
  });

  test('does not name what was left out by name', () => {
    const results = { ...clean, passedOver: [over('a', 'another')] };
    expect(summarize([results], [], { ...all, byName: true }).lines).toEqual(['3 passed, 0 failed']);
  });

  test('fails when nothing has passed', () => {
    expect(summarize([], [], all).exitCode).toBe(1);
  });
});

test('arguments are paths, flags for Jest, and --no-skip', () => {
  expect(readOptions(['test/core', '--no-skip', '-t=order'])).toEqual({
    noSkip: true,
    paths: ['test/core'],
    jestFlags: ['-t=order'],
    byName: true,
  });
});
