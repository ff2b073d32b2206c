import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Repeated, repeat } from '../../worker/repeat.js';
import { silentLogger } from '../support/logger.js';

describe('what is repeated', () => {
  let begun: number;
  let end: () => void;
  let repeated: Repeated;
  beforeEach(() => {
    jest.useFakeTimers();
    begun = 0;
    repeated = repeat(
      1_000,
      () =>
        new Promise((resolve) => {
          begun += 1;
          end = resolve;
        }),
      silentLogger,
    );
  });
  afterEach(() => {
    repeated.stop();
    jest.useRealTimers();
  });
  const ended = async () => {
    end();
    await new Promise((resolve) => setImmediate(resolve));
  };

  test('is done every so often, and not while it is under way', async () => {
    jest.advanceTimersByTime(3_500);
    expect(begun).toBe(1);
    await ended();
    jest.advanceTimersByTime(1_000);
    expect(begun).toBe(2);
  });

  test('is done at once when asked for, and once more when asked for while it is under way', async () => {
    repeated.now();
    expect(begun).toBe(1);
    repeated.now();
    repeated.now();
    expect(begun).toBe(1);
    await ended();
    expect(begun).toBe(2);
    await ended();
    expect(begun).toBe(2);
  });

  test('is not begun again once it was stopped', async () => {
    repeated.now();
    repeated.now();
    repeated.stop();
    await ended();
    repeated.now();
    jest.advanceTimersByTime(3_000);
    expect(begun).toBe(1);
  });
});
