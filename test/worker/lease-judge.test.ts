import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { consumerLimits } from '../../core/backplane/job-consumer.js';
import { redisLimits } from '../../core/backplane/redis/connect.js';
import { createLeaseJudge, judgeTimes, type LeaseJudge } from '../../worker/lease-judge.js';
import { SWEEP_EVERY_MS } from '../../worker/sweep.js';
import { leaseTimes } from '../../worker/turn/leases.js';

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

test('the times of leases and locks fit each other', () => {
  const { leaseMs, renewEveryMs, renewWithinMs } = leaseTimes;
  const { askEveryMs, answerWithinMs, unnoticedSilenceMs } = judgeTimes;
  const { lockMs, stalledCheckMs } = consumerLimits;
  const takeoverMs = 15_000;
  // Also where the next worker dies before it has said a word, or between taking and claiming.
  expect(2 * (leaseMs + SWEEP_EVERY_MS)).toBeLessThan(takeoverMs);
  expect(leaseMs + SWEEP_EVERY_MS + lockMs + stalledCheckMs).toBeLessThan(takeoverMs);
  expect(4 * renewEveryMs).toBeLessThan(leaseMs);
  expect(renewWithinMs + 2 * renewEveryMs).toBeLessThan(leaseMs);
  // Two answers that came in time are no break, and a break that goes unnoticed costs no lease.
  expect(askEveryMs + answerWithinMs).toBeLessThanOrEqual(unnoticedSilenceMs);
  expect(unnoticedSilenceMs + 2 * renewEveryMs).toBeLessThan(leaseMs);
  // BullMQ renews a lock at half of its time, over a connection that may have to be made anew first.
  expect(lockMs / 2 + redisLimits.silentMs).toBeLessThan(lockMs);
});
