import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createRedisConnection } from '../../../core/backplane/redis/connection.js';
import { createRedisSubscriptions } from '../../../core/backplane/redis/subscriptions.js';
import { eventually } from '../../support/eventually.js';
import { silentLogger as logger } from '../../support/logger.js';
import { redisServerInstalled, startRedis } from '../../support/redis.js';

const suite = redisServerInstalled() ? describe : describe.skip;

suite('subscriptions on Redis (installed here as redis-server)', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const connect = async (echoMs?: number) => {
    const redis = await startRedis();
    const connection = createRedisConnection({ url: redis.url, logger });
    const subscriptions = createRedisSubscriptions({ ...connection, logger, ...(echoMs && { echoMs }) });
    closers.push(redis.stop, async () => {
      await subscriptions.close();
      connection.close();
    });
    const heard: string[] = [];
    const gaps: string[] = [];
    const listen = (channel: string) =>
      subscriptions.subscribe(
        channel,
        { onMessage: (text) => heard.push(text), onGap: () => gaps.push(channel) },
        5_000,
      );
    const hears = (channel: string) =>
      eventually('a message is heard', async () => {
        await connection.commands.publish(channel, `on ${channel}`).catch(() => {});
        return heard.includes(`on ${channel}`);
      });
    return { ...connection, listen, hears, gaps };
  };

  test('one that stood before its connection was ready outlives the end of that connection', async () => {
    const { subscriber, listen, hears, gaps } = await connect();
    await once(subscriber, 'connect');
    await listen('early');
    expect(subscriber.status).toBe('connect');
    subscriber.disconnect(true);
    await hears('early');
    expect(gaps).toContain('early');
  });

  test('a connection that Redis no longer tells anything is made anew', async () => {
    const { subscriber, listen, hears, gaps } = await connect(100);
    await listen('one');
    await listen('two');
    await hears('one');
    gaps.length = 0;
    await subscriber.unsubscribe();
    await hears('two');
    expect(gaps).toEqual(['one', 'two']);
  });

  test('a connection that hears is left alone', async () => {
    // Long beside what a busy machine takes for one echo, or the look itself would be what cuts the connection.
    const { subscriber, listen, hears } = await connect(500);
    await listen('calm');
    await hears('calm');
    let closed = 0;
    let echoes = 0;
    subscriber.on('close', () => closed++);
    subscriber.on('message', (channel) => {
      if (channel.startsWith('aside:echo:')) echoes++;
    });
    await eventually('it has been looked at several times', () => echoes >= 4);
    expect(closed).toBe(0);
  });
});
