import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { within } from '../../core/within.js';

setFlagsFromString('--expose_gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Resolves with the reason of the abort, as whoever only listens. */
const aborted = (signal: AbortSignal) =>
  new Promise<unknown>((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));
const never = new AbortController().signal;

describe('work within a time', () => {
  test('is told when the time is over, also where garbage was collected meanwhile', async () => {
    const late = within(300, never, aborted);
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    await expect(late).resolves.toMatchObject({ name: 'TimeoutError' });
  });

  test('is told when the signal is aborted', async () => {
    const stop = new AbortController();
    const stopped = within(60_000, stop.signal, aborted);
    stop.abort('stopped');
    await expect(stopped).resolves.toBe('stopped');
  });

  test('gives back what it gives, or its error', async () => {
    await expect(within(60_000, never, async () => 'done')).resolves.toBe('done');
    await expect(
      within(60_000, never, async () => {
        throw new Error('broken');
      }),
    ).rejects.toThrow('broken');
  });
});
