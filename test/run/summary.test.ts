import { describe, expect, test } from '@jest/globals';
import { readOptions } from './options.js';
import { summarize } from './summary.js';

const clean = { passed: 3, failed: 0, files: new Set(['a', 'b']), passedOver: [] };
const over = (file: string, test: string) => ({ file, test });

const redisHalf = { what: 'the Redis half, because …', files: ['a'] };

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

  test('names a test that no run had, but not one that another run of its file had or does not know', () => {
    const first = {
      ...clean,
      passedOver: [over('a', 'on Redis'), over('a', 'there is no Redis'), over('a', 'never')],
    };
    const second = { ...clean, passedOver: [over('a', 'never')] };
    expect(summarize([first, second], [], false).lines).toEqual(['skipped: a: never', '6 passed, 0 failed']);
  });

  test('names a test that was passed over in the only run of its file', () => {
    const first = { ...clean, passedOver: [over('b', 'as root')] };
    const second = { ...clean, files: new Set(['a']) };
    expect(summarize([first, second], [], false).lines).toEqual([
      'skipped: b: as root',
      '6 passed, 0 failed',
    ]);
  });

  test('does not name one by one what a missing program explains', () => {
    const results = { ...clean, passedOver: [over('a', 'on Redis'), over('b', 'other')] };
    expect(summarize([results], [redisHalf], false).lines).toEqual([
      'skipped: the Redis half, because …',
      'skipped: b: other',
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
