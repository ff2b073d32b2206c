import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { breakerKey, breakerProbeKey } from '../../../core/backplane/keys.js';
import { newId } from '../../../core/domain/ids.js';
import { breakerLimits } from '../../../worker/model/breaker.js';
import { type Breakers, createBreakers } from '../../../worker/model/breakers.js';
import { type OpenBackplane, testBackplanes } from '../../support/backplanes.js';
import { eventually } from '../../support/eventually.js';
import { silentLogger as logger } from '../../support/logger.js';

describe.each(testBackplanes)('the breaker of a model, on $kind', ({ open }) => {
  let under: OpenBackplane;
  const opened: Breakers[] = [];
  beforeAll(async () => {
    under = await open();
  });
  afterAll(async () => {
    for (const breakers of opened) breakers.close();
    await under.close();
  });

  /** A worker with a clock of its own. */
  function worker(model: string, keys = under.backplane.keys) {
    const clock = { now: 0 };
    const states: string[] = [];
    const breakers = createBreakers({
      keys,
      models: [model],
      onChange: (_model, state) => states.push(state),
      logger,
      now: () => clock.now,
    });
    opened.push(breakers);
    const admit = async () => breakers.admit(model);
    return {
      breakers,
      states,
      admit,
      isAsked: async () => {
        const permit = await admit();
        permit?.settle('unknown');
        return permit !== null;
      },
      call: async (outcome: 'alive' | 'failed') => (await admit())?.settle(outcome),
      fail: async (times: number = breakerLimits.minFailures) => {
        for (let call = 0; call < times; call++) (await admit())?.settle('failed');
      },
      pass: (ms: number) => {
        clock.now += ms;
      },
      untilTold: () =>
        eventually('the others are told', async () => (await keys.get(breakerProbeKey(model))) !== null),
    };
  }

  test('opens when most of several calls failed, and not before', async () => {
    const one = worker(newId());
    await one.fail(breakerLimits.minFailures - 1);
    expect(one.states).toEqual([]);
    await one.fail(1);
    expect(one.states).toEqual(['open']);
    expect(await one.isAsked()).toBe(false);

    const other = worker(newId());
    for (let call = 0; call < 20; call++) await other.call(call % 2 === 0 ? 'failed' : 'alive');
    expect(other.states).toEqual([]);
  });

  test('forgets what is long past', async () => {
    const one = worker(newId());
    await one.fail(breakerLimits.minFailures - 1);
    one.pass(breakerLimits.windowMs);
    await one.fail(1);
    expect(one.states).toEqual([]);
  });

  test('lets one probe through after a pause: a failure opens it again, a success closes it', async () => {
    const one = worker(newId());
    await one.fail();
    await one.untilTold();
    one.pass(breakerLimits.pauseMs);
    const probe = await one.admit();
    expect(probe).not.toBeNull();
    expect(await one.isAsked()).toBe(false);
    probe?.settle('failed');
    expect(await one.isAsked()).toBe(false);
    one.pass(breakerLimits.pauseMs);
    await eventually('the second probe is made', async () => {
      const second = await one.admit();
      second?.settle('alive');
      return second !== null;
    });
    expect(one.states).toEqual(['open', 'half_open', 'open', 'half_open', 'closed']);
    expect(await one.isAsked()).toBe(true);
  });

  test('a probe that was ended by us leaves the next one to somebody', async () => {
    const one = worker(newId());
    await one.fail();
    one.pass(breakerLimits.pauseMs);
    (await one.admit())?.settle('unknown');
    await eventually('another probe is made', async () => (await one.admit()) !== null);
  });

  test('is that of all workers: they open together, one of them probes, and they close together', async () => {
    const model = newId();
    const [first, second] = [worker(model), worker(model)];
    await first.fail();
    await eventually('the second worker has heard of it', () => second.states.at(-1) === 'open');
    for (const each of [first, second]) each.pass(breakerLimits.pauseMs);
    const permits = await Promise.all([first.admit(), second.admit()]);
    expect(permits.filter((permit) => permit !== null)).toHaveLength(1);
    for (const permit of permits) permit?.settle('alive');
    await eventually('both are closed', () =>
      [first, second].every(({ states }) => states.at(-1) === 'closed'),
    );
    expect(await under.backplane.keys.get(breakerKey(model))).toBeNull();
  });

  test('works alone while the key store is away', async () => {
    const away = () => Promise.reject(new Error('away'));
    const one = worker(newId(), { get: away, set: away, take: away, delete: away });
    await one.fail();
    expect(await one.isAsked()).toBe(false);
    one.pass(breakerLimits.pauseMs);
    await one.call('alive');
    expect(one.states).toEqual(['open', 'half_open', 'closed']);
  });
});
