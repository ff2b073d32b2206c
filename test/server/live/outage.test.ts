import { afterEach, describe, expect, test } from '@jest/globals';
import { createBackplane } from '../../../core/backplane/create-backplane.js';
import { newId } from '../../../core/domain/ids.js';
import { delta } from '../../support/deltas.js';
import { eventually } from '../../support/eventually.js';
import { startLiveServer } from '../../support/live-server.js';
import { silentLogger as logger } from '../../support/logger.js';
import { redisServerInstalled, startRedis } from '../../support/redis.js';
import { readStream } from '../../support/sse-reader.js';

const suite = redisServerInstalled() ? describe : describe.skip;

suite('event streams while Redis (installed here as redis-server) is away', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  const open = async () => {
    const redis = await startRedis();
    closers.push(redis.stop);
    const config = { redisUrl: redis.url, databaseUrl: '', production: false };
    const backplane = await createBackplane({ config, logger });
    closers.push(backplane.close);
    const server = await startLiveServer({ events: backplane.events });
    closers.push(server.close);
    return { redis, events: backplane.events, server };
  };
  const append = (events: Awaited<ReturnType<typeof open>>['events'], sessionId: string, text: string) =>
    eventually('the log takes events again', () =>
      events.append(sessionId, [delta(sessionId, text)]).then(
        () => true,
        () => false,
      ),
    );

  test('a stream stays open over a restart that lost the log, and goes on after one snapshot', async () => {
    const { redis, events, server } = await open();
    const sessionId = newId();
    const { cursor } = await events.tail(sessionId);
    const reader = await readStream({
      port: server.port,
      path: `/${sessionId}`,
      headers: { 'last-event-id': cursor },
    });
    await append(events, sessionId, 'before');
    await reader.has(1);
    await redis.signal('SIGKILL');
    await redis.start();
    await append(events, sessionId, 'after');
    await reader.has(2);
    await append(events, sessionId, 'later');
    await eventually('the last event', () => reader.events.at(-1)?.data.includes('later'));
    expect(reader.events.filter((event) => event.event === 'snapshot')).toHaveLength(1);
    expect(reader.events[1]?.event).toBe('snapshot');
    reader.leave();
  });

  test('a stream that is opened during the outage begins when Redis is back, and misses nothing', async () => {
    const { redis, events, server } = await open();
    const sessionId = newId();
    const { cursor } = await events.tail(sessionId);
    await append(events, sessionId, 'one');
    await redis.signal('SIGSTOP');
    const reader = await readStream({
      port: server.port,
      path: `/${sessionId}`,
      headers: { 'last-event-id': cursor },
    });
    await eventually('the log is found to be away', () =>
      events.tail(sessionId).then(
        () => false,
        () => true,
      ),
    );
    await redis.signal('SIGCONT');
    await append(events, sessionId, 'two');
    await reader.has(2);
    expect(reader.events.map((event) => JSON.parse(event.data).text)).toEqual(['one', 'two']);
    reader.leave();
  });
});
