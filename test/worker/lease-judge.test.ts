import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { createLeaseJudge, judgeTimes, type LeaseJudge } from '../../worker/lease-judge.js';

const HOUR_MS = 3_600_000;

describe('leases are judged', () => {
  let judge: LeaseJudge;
  /** When Postgres was started; null while it is away. */
  let upSince: number | null;
  beforeEach(() => {
    jest.useFakeTimers();
    upSince = Date.now() - HOUR_MS;
    const query = async () => {
      if (upSince === null) throw new Error('away');
      return [{ now: new Date(), up_ms: Date.now() - upSince }];
    };
    judge = createLeaseJudge({ db: { query: query as never }, logger: pino({ level: 'silent' }) });
  });
  afterEach(() => {
    judge.close();
    jest.useRealTimers();
  });

  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const judges = async () => (await judge.deadBefore().catch(() => null)) !== null;
  /** Lets time pass until leases are judged, and says how much. */
  const untilJudged = async () => {
    const begun = Date.now();
    while (!(await judges())) await pass(100);
    return Date.now() - begun;
  };
  const aFewSeconds = async () => {
    const took = await untilJudged();
    expect(took).toBeGreaterThan(judgeTimes.settledAfterMs - judgeTimes.askEveryMs);
    expect(took).toBeLessThanOrEqual(judgeTimes.settledAfterMs + judgeTimes.askEveryMs);
  };

  test('at once by a worker that has just started, as of Postgres’ clock', async () => {
    await pass(0);
    expect(await judge.deadBefore()).toEqual(new Date());
    await pass(HOUR_MS);
    expect(await judges()).toBe(true);
  });

  test('some seconds after Postgres answers a worker that was started while it was away', async () => {
    judge.close();
    upSince = null;
    const query = async () => {
      if (upSince === null) throw new Error('away');
      return [{ now: new Date(), up_ms: Date.now() - upSince }];
    };
    judge = createLeaseJudge({ db: { query: query as never }, logger: pino({ level: 'silent' }) });
    await pass(judgeTimes.askEveryMs);
    upSince = Date.now() - HOUR_MS;
    await aFewSeconds();
  });

  test('some seconds after Postgres answers again', async () => {
    await pass(2 * judgeTimes.settledAfterMs);
    upSince = null;
    await pass(2 * judgeTimes.unnoticedSilenceMs);
    expect(await judges()).toBe(false);
    // Only the network was away: it has not been started again.
    upSince = Date.now() - HOUR_MS;
    await aFewSeconds();
  });

  test('some seconds after Postgres was started, however short it was away', async () => {
    await pass(2 * judgeTimes.settledAfterMs);
    upSince = Date.now();
    await aFewSeconds();
  });

  test('all the time when Postgres only misses one question', async () => {
    await pass(2 * judgeTimes.settledAfterMs);
    upSince = null;
    await pass(judgeTimes.askEveryMs);
    upSince = Date.now() - HOUR_MS;
    await pass(judgeTimes.askEveryMs);
    expect(await judges()).toBe(true);
  });
});
