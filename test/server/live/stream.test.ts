import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventLog } from '../../../core/backplane/event-log.js';
import { newId } from '../../../core/domain/ids.js';
import type { LiveLimits } from '../../../server/live/limits.js';
import { type OpenBackplane, testBackplanes } from '../../support/backplanes.js';
import { delta } from '../../support/deltas.js';
import { eventually } from '../../support/eventually.js';
import { type LiveServer, startLiveServer } from '../../support/live-server.js';
import { readStream } from '../../support/sse-reader.js';

describe.each(testBackplanes)('event streams on $kind', ({ open }) => {
  let opened: OpenBackplane;
  let events: EventLog;
  const servers: LiveServer[] = [];
  beforeAll(async () => {
    opened = await open();
    events = opened.backplane.events;
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  afterAll(() => opened.close());

  const start = async (
    options: { limits?: Partial<LiveLimits>; events?: EventLog; expiresAtMs?: () => number } = {},
  ) => {
    const server = await startLiveServer({ events, ...options });
    servers.push(server);
    return server;
  };
  const follow = async (server: LiveServer, sessionId: string, after?: string) =>
    readStream({
      port: server.port,
      path: `/${sessionId}`,
      headers: after === undefined ? {} : { 'last-event-id': after },
    });
  const write = async (sessionId: string, from: number, to: number, text = '') => {
    for (let index = from; index < to; index++)
      await events.append(sessionId, [delta(sessionId, text, index)]);
  };
  const offsets = (reader: { events: { data: string }[] }) =>
    reader.events.map((event) => JSON.parse(event.data).offset as number);
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

  test('a stream replays what came after its cursor and goes on live, each event with its cursor as id', async () => {
    const server = await start();
    const sessionId = newId();
    const { cursor } = await events.tail(sessionId);
    await write(sessionId, 0, 5);
    const reader = await follow(server, sessionId, cursor);
    await reader.has(5);
    await write(sessionId, 5, 10);
    await reader.has(10);
    expect(offsets(reader)).toEqual(upTo(10));
    for (const event of reader.events) {
      expect(event.event).toBe('message.delta');
      expect(JSON.parse(event.data)).toMatchObject({
        id: event.id,
        type: event.event,
        session_id: sessionId,
      });
    }
    expect(reader.events.at(-1)?.id).toBe((await events.tail(sessionId)).cursor);
  });

  test('the head comes at once, tells proxies to let it through, and suggests when to reconnect', async () => {
    const server = await start({ limits: { keepAliveMs: 40, retryMs: 1_234 } });
    const sessionId = newId();
    const reader = await follow(server, sessionId, (await events.tail(sessionId)).cursor);
    expect(reader.response.statusCode).toBe(200);
    expect(reader.response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    await eventually('a reconnection delay and two signs of life', () => reader.comments.length >= 2);
    expect(reader.retries).toEqual([1_234]);
    expect(reader.events).toEqual([]);
  });

  test('a reader that is cut off at random events and resumes sees each event once, in order', async () => {
    const server = await start();
    const sessionId = newId();
    const total = 400;
    let after = (await events.tail(sessionId)).cursor;
    const seen: number[] = [];
    let cuts = 0;
    const writing = write(sessionId, 0, total, 'some words of an answer ');
    while (seen.length < total) {
      let patience = 1 + Math.floor(Math.random() * 15);
      const reader = await readStream({
        port: server.port,
        path: `/${sessionId}`,
        headers: { 'last-event-id': after },
        onEvent: (event, self) => {
          seen.push(JSON.parse(event.data).offset);
          after = event.id ?? '';
          if (--patience === 0 || seen.length === total) self.leave();
        },
      });
      await reader.ended;
      cuts++;
    }
    await writing;
    expect(cuts).toBeGreaterThan(20);
    expect(seen).toEqual(upTo(total));
    expect(server.snapshots()).toBe(0);
    await eventually('the server has let go of every stream', () => server.hub.watchers() === 0);
  });

  test('a hundred readers of one session cost one frame per event', async () => {
    const server = await start();
    const sessionId = newId();
    const { cursor } = await events.tail(sessionId);
    const readers = await Promise.all(Array.from({ length: 100 }, () => follow(server, sessionId, cursor)));
    await eventually('all watch', () => server.hub.watchers() === 100);
    await write(sessionId, 0, 20);
    await Promise.all(readers.map((reader) => reader.has(20)));
    for (const reader of readers) expect(offsets(reader)).toEqual(upTo(20));
    expect(server.hub.framesBuilt()).toBe(20);
  });

  test('a cursor that was trimmed, of the future, or none, gets one snapshot and goes on from its cursor', async () => {
    const server = await start();
    const sessionId = newId();
    await write(sessionId, 0, 3);
    const { cursor } = await events.tail(sessionId);
    const [generation, number] = cursor.split('-');
    const odd = ['17-4', `${generation}-${Number(number) + 1_000}`, undefined];
    const readers = await Promise.all(odd.map((after) => follow(server, sessionId, after)));
    await Promise.all(readers.map((reader) => reader.has(1)));
    await write(sessionId, 3, 6);
    for (const reader of readers) {
      await reader.has(4);
      expect(reader.events[0]).toMatchObject({ event: 'snapshot', id: cursor });
      expect(JSON.parse(reader.events[0]?.data ?? '')).toMatchObject({
        type: 'snapshot',
        id: cursor,
        cursor,
      });
      expect(offsets(reader).slice(1)).toEqual([3, 4, 5]);
    }
  });

  test('readers of a log that is lost under them get one snapshot, built once for all of them', async () => {
    const server = await start({ limits: { tickMs: 50 } });
    const sessionId = newId();
    await write(sessionId, 0, 3);
    const { cursor } = await events.tail(sessionId);
    const readers = await Promise.all(Array.from({ length: 20 }, () => follow(server, sessionId, cursor)));
    await eventually('all watch', () => server.hub.watchers() === 20);
    await write(sessionId, 3, 5);
    await Promise.all(readers.map((reader) => reader.has(2)));
    await opened.lose(sessionId);
    await Promise.all(readers.map((reader) => reader.has(3)));
    await write(sessionId, 5, 8);
    await Promise.all(readers.map((reader) => reader.has(6)));
    for (const reader of readers) {
      expect(reader.events.map((event) => event.event).indexOf('snapshot')).toBe(2);
      expect(offsets(reader).filter((offset) => offset !== undefined)).toEqual([3, 4, 5, 6, 7]);
    }
    expect(server.snapshots()).toBeLessThan(20);
  });

  test('a lost wake-up costs at most a tick and a half', async () => {
    const deaf: EventLog = { ...events, subscribe: async () => () => {} };
    const server = await start({ events: deaf });
    const sessionId = newId();
    const reader = await follow(server, sessionId, (await events.tail(sessionId)).cursor);
    await eventually('it watches', () => server.hub.watchers() === 1);
    for (let index = 0; index < 3; index++) {
      await write(sessionId, index, index + 1);
      await reader.has(index + 1, 1_500);
    }
    expect(offsets(reader)).toEqual([0, 1, 2]);
  });

  test('wake-ups that repeat, come late or out of order change nothing', async () => {
    const jumbled: EventLog = {
      ...events,
      subscribe: (sessionId, listener) =>
        events.subscribe(sessionId, (wakeUp) => {
          for (const delayMs of [Math.random() * 20, Math.random() * 20])
            setTimeout(() => listener(wakeUp), delayMs);
        }),
    };
    const server = await start({ events: jumbled });
    const sessionId = newId();
    const reader = await follow(server, sessionId, (await events.tail(sessionId)).cursor);
    await write(sessionId, 0, 100);
    await reader.has(100);
    expect(offsets(reader)).toEqual(upTo(100));
  });

  test('nothing is lost when the connection for wake-ups is cut while an answer streams', async () => {
    const server = await start();
    const sessionId = newId();
    const reader = await follow(server, sessionId, (await events.tail(sessionId)).cursor);
    for (let round = 0; round < 5; round++) {
      await write(sessionId, round * 20, round * 20 + 10);
      await opened.cutSubscriptions();
      await write(sessionId, round * 20 + 10, round * 20 + 20);
    }
    await reader.has(100);
    expect(offsets(reader)).toEqual(upTo(100));
  });

  test('when the server drains, each stream says so with a delay of its own, and ends', async () => {
    const server = await start();
    const sessionId = newId();
    const { cursor } = await events.tail(sessionId);
    const readers = await Promise.all(Array.from({ length: 10 }, () => follow(server, sessionId, cursor)));
    await eventually('all watch', () => server.hub.watchers() === 10);
    server.hub.closeAll('draining', 500);
    await Promise.all(readers.map((reader) => reader.ended));
    const delays = readers.map((reader) => {
      expect(reader.events).toHaveLength(1);
      const [event] = reader.events;
      expect(event).toMatchObject({ event: 'stream.closing', id: undefined });
      const { reason, retry_ms } = JSON.parse(event?.data ?? '');
      expect(reason).toBe('draining');
      expect(reader.retries.at(-1)).toBe(retry_ms);
      return retry_ms as number;
    });
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...delays)).toBeLessThanOrEqual(1_000);
    expect(new Set(delays).size).toBeGreaterThan(1);

    const late = await follow(server, sessionId, cursor);
    await late.ended;
    expect(late.events.map((event) => event.event)).toEqual(['stream.closing']);
    await eventually('the server has let go of every stream', () => server.hub.watchers() === 0);
  });

  test('a stream ends when its reader’s token does', async () => {
    const server = await start({ expiresAtMs: () => Date.now() + 100 });
    const sessionId = newId();
    const reader = await follow(server, sessionId, (await events.tail(sessionId)).cursor);
    await reader.ended;
    expect(reader.events.map((event) => JSON.parse(event.data).reason)).toEqual(['auth_expired']);
  });

  test('a Host header that is none is a bad request, not a crash', async () => {
    const server = await start();
    const reader = await readStream({
      port: server.port,
      path: `/${newId()}`,
      headers: { host: 'no host at all:x' },
    });
    expect(reader.response.statusCode).toBe(400);
    reader.leave();
  });
});
