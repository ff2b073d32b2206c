import { describe, expect, test } from '@jest/globals';
import { ModelError, modelErrorTable } from '../../../worker/model/model-error.js';
import { judge } from '../../../worker/turn/retry.js';

const turn = { attempt: 1, failures: 0, leftMs: 600_000, lastReason: null };

describe('what becomes of a failed attempt', () => {
  test('is another one until the failures of its kind are used up', () => {
    const failed = new ModelError('faulted', 'it failed');
    expect(judge(failed, turn, 1)).toMatchObject({ retry: true, counts: true, delayMs: 1_000 });
    const again = { ...turn, attempt: 2, failures: 1, lastReason: 'faulted' };
    expect(judge(failed, again)).toMatchObject({ retry: false });
  });

  test('is one more, where that may help, whatever else has failed before', () => {
    const tooMuch = new ModelError('overflowed', 'too long');
    const busy = { ...turn, attempt: 3, failures: 2, lastReason: 'throttled' };
    expect(judge(tooMuch, busy)).toMatchObject({ retry: true });
    expect(judge(tooMuch, { ...busy, attempt: 4, failures: 3, lastReason: 'overflowed' })).toMatchObject({
      retry: false,
    });
    expect(judge(tooMuch, { ...busy, attempt: 5, failures: 4 })).toMatchObject({ retry: false });
  });

  test('is to wait for the probe where no model was asked, and that takes nothing from the attempts that ask', () => {
    const shutOut = new ModelError('shut_out', 'all are open', { retryAfterMs: 4_000 });
    expect(judge(shutOut, turn, 0)).toMatchObject({ retry: true, counts: false, delayMs: 4_000 });
    const { maxAttempts } = modelErrorTable.shut_out;
    expect(judge(shutOut, { ...turn, attempt: maxAttempts - 1, failures: 4 })).toMatchObject({ retry: true });
    expect(judge(shutOut, { ...turn, attempt: maxAttempts })).toMatchObject({ retry: false });
  });

  test('is the end when its time is over before the next one', () => {
    const failed = new ModelError('unavailable', 'away', { retryAfterMs: 1_000 });
    expect(judge(failed, { ...turn, leftMs: 999 }, 0)).toMatchObject({ retry: false });
  });
});
