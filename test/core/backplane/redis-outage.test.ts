import { afterEach, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { createBackplane } from '../../../core/backplane/create-backplane.js';
import type { WakeUp } from '../../../core/backplane/event-log.js';
import type { Backplane } from '../../../core/backplane/index.js';
import { newId } from '../../../core/domain/ids.js';
import { delta } from '../../support/deltas.js';
import { eventually } from '../../support/eventually.js';
import { silentLogger as logger } from '../../support/logger.js';
import { type OwnRedis, redisServerInstalled, startRedis } from '../../support/redis.js';

const suite = redisServerInstalled() ? describe : describe.skip;

suite('the backplane when Redis (installed here as redis-server) fails', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  const own = async (): Promise<{ redis: OwnRedis; backplane: Backplane }> => {
    const redis = await startRedis();
    closers.push(redis.stop);
    return { redis, backplane: await connect(redis.url) };
  };
  const connect = async (redisUrl: string) => {
    const backplane = await createBackplane({
      config: { redisUrl, databaseUrl: '', production: false },
      logger,
    });
    closers.push(backplane.close);
    return backplane;
  };
  const command = async <T>(redis: OwnRedis, run: (client: Redis) => Promise<T>): Promise<T> => {
    const client = new Redis(redis.url);
    try {
      return await run(client);
    } finally {
      client.disconnect();
    }
  };

  test.each(['SIGKILL', 'SIGSTOP'] as const)(
    'after %s every call is refused in time, and works again when Redis is back',
    async (signal) => {
      const { redis, backplane } = await own();
      const sessionId = newId();
      const wakeUps: WakeUp[] = [];
      await backplane.events.subscribe(sessionId, (wakeUp) => wakeUps.push(wakeUp));
      await backplane.check();

      await redis.signal(signal);
      const begun = performance.now();
      const calls = [
        ...Array.from({ length: 50 }, () => backplane.events.append(sessionId, [delta(sessionId, 'x')])),
        backplane.events.read(sessionId, '1-1', 1),
        backplane.events.tail(sessionId),
        backplane.events.tails([sessionId]),
        backplane.events.subscribe(newId(), () => {}),
        backplane.keys.get('x'),
        backplane.signals.publish('x', 'y'),
        backplane.check(),
      ];
      for (const outcome of await Promise.allSettled(calls)) expect(outcome.status).toBe('rejected');
      expect(performance.now() - begun).toBeLessThan(3_000);

      if (signal === 'SIGKILL') await redis.start();
      else await redis.signal('SIGCONT');
      await eventually('commands work again', () =>
        backplane.check().then(
          () => true,
          () => false,
        ),
      );
      await eventually('wake-ups work again', async () => {
        await backplane.events.append(sessionId, [delta(sessionId, 'back')]);
        return wakeUps.some((wakeUp) => wakeUp.events?.some((event) => event.json.includes('back')));
      });
    },
  );

  test('a program starts while Redis is away, says that it is not ready, and is once Redis is there', async () => {
    const redis = await startRedis();
    closers.push(redis.stop);
    await redis.signal('SIGKILL');
    const backplane = await connect(redis.url);
    await expect(backplane.check()).rejects.toThrow();
    await redis.start();
    await eventually('ready', () =>
      backplane.check().then(
        () => true,
        () => false,
      ),
    );
  });

  test('cursors of events that Redis forgot in a restart are not taken for places among newer ones', async () => {
    const { redis, backplane } = await own();
    const { events } = backplane;
    const sessionId = newId();
    const batch = (text: string) => Array.from({ length: 5 }, () => delta(sessionId, text));
    await events.append(sessionId, batch('saved'));
    await command(redis, (client) => client.save());
    await events.append(sessionId, batch('forgotten'));
    const { cursor } = await events.tail(sessionId);

    await redis.signal('SIGKILL');
    await redis.start();
    await eventually('back', () =>
      backplane.check().then(
        () => true,
        () => false,
      ),
    );
    await events.append(sessionId, batch('new'));
    await events.append(sessionId, batch('newer'));
    expect(await events.read(sessionId, cursor, 10)).toEqual({ known: false });
  });

  test('nothing but an error comes of appending to a full Redis', async () => {
    const { redis, backplane } = await own();
    const sessionId = newId();
    await backplane.events.append(sessionId, [delta(sessionId, 'x')]);
    await command(redis, async (client) => {
      await client.config('SET', 'maxmemory-policy', 'noeviction');
      await client.config('SET', 'maxmemory', '1mb');
    });
    await expect(backplane.events.append(sessionId, [delta(sessionId, 'x')])).rejects.toThrow('OOM');
    await expect(backplane.check()).rejects.toThrow('OOM');
    await command(redis, (client) => client.config('SET', 'maxmemory', '0'));
    expect(await backplane.events.append(sessionId, [delta(sessionId, 'x')])).toMatchObject({
      outcome: 'written',
    });
  });

  test('production refuses a Redis that may evict keys, naming the setting', async () => {
    const redis = await startRedis(['--maxmemory-policy', 'allkeys-lru']);
    closers.push(redis.stop);
    const config = { redisUrl: redis.url, databaseUrl: '' };
    await expect(createBackplane({ config: { ...config, production: true }, logger })).rejects.toThrow(
      /^REDIS_URL .* noeviction \(it is allkeys-lru\)\.$/,
    );
    const backplane = await createBackplane({ config: { ...config, production: false }, logger });
    closers.push(backplane.close);
    await backplane.check();
  });

  test('scripts that the server has dropped are sent again', async () => {
    const { redis, backplane } = await own();
    const sessionId = newId();
    await backplane.events.append(sessionId, [delta(sessionId, 'x')]);
    await command(redis, (client) => client.script('FLUSH'));
    expect(await backplane.events.append(sessionId, [delta(sessionId, 'y')])).toMatchObject({
      outcome: 'written',
    });
  });
});
