import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createParser } from 'eventsource-parser';
import type { EventLog } from '../../../core/backplane/event-log.js';
import { newId } from '../../../core/domain/ids.js';
import { liveLimits } from '../../../server/live/limits.js';
import { type OpenBackplane, testBackplanes } from '../../support/backplanes.js';
import { delta } from '../../support/deltas.js';
import { eventually } from '../../support/eventually.js';
import { type LiveServer, startLiveServer } from '../../support/live-server.js';

const EVENT_BYTES = 10_000;
const EVENTS = 1_500;
const STALLED_READERS = 6;

describe.each(testBackplanes)('slow readers on $kind', ({ open }) => {
  let opened: OpenBackplane;
  let events: EventLog;
  const servers: LiveServer[] = [];
  const sockets: Socket[] = [];
  beforeAll(async () => {
    opened = await open();
    events = opened.backplane.events;
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) await server.close();
  });
  afterAll(() => opened.close());

  /** Asks for the stream and then reads nothing. To HTTP/1.0 the body is sent as it is, without chunks. */
  const stall = async (server: LiveServer, sessionId: string, after: string): Promise<Socket> => {
    const socket = connect(server.port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.pause();
    socket.write(`GET /${sessionId} HTTP/1.0\r\nLast-Event-ID: ${after}\r\n\r\n`);
    return socket;
  };
  const write = async (sessionId: string, text: string) => {
    for (let index = 0; index < EVENTS; index += 10) {
      const batch = Array.from({ length: 10 }, (_, place) => delta(sessionId, text, index + place));
      await events.append(sessionId, batch);
    }
  };

  test('a reader that does not read costs one megabyte and an event, and gets everything once it reads', async () => {
    const server = await startLiveServer({ events });
    servers.push(server);
    const sessionId = newId();
    const { cursor } = await events.tail(sessionId);
    const stalled: Socket[] = [];
    for (let index = 0; index < STALLED_READERS; index++)
      stalled.push(await stall(server, sessionId, cursor));
    await eventually('all watch', () => server.hub.watchers() === STALLED_READERS);

    let most = 0;
    const look = setInterval(() => {
      for (const res of server.open) most = Math.max(most, res.writableLength);
    }, 2);
    await write(sessionId, 'x'.repeat(EVENT_BYTES));
    await eventually('every reader is full', () =>
      [...server.open].every((res) => res.writableLength > liveLimits.unsentBytes),
    );
    clearInterval(look);
    expect(most).toBeLessThan(liveLimits.unsentBytes + EVENT_BYTES + 2_000);

    const texts = await Promise.all(stalled.map((socket) => readOffsets(socket, EVENTS)));
    for (const offsets of texts) expect(offsets).toEqual(Array.from({ length: EVENTS }, (_, index) => index));
    expect(server.snapshots()).toBe(0);
  });

  test('readers that are behind at the same place share what is read of the log', async () => {
    const sessionId = newId();
    const { cursor } = await events.tail(sessionId);
    await events.append(sessionId, [delta(sessionId, 'once for all', 0)]);
    const reads: string[] = [];
    let letGo = () => {};
    const allWatch = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const slowly: EventLog = {
      ...events,
      read: async (id, after, limit) => {
        reads.push(after);
        await allWatch;
        return events.read(id, after, limit);
      },
    };
    const server = await startLiveServer({ events: slowly });
    servers.push(server);
    const behind: Socket[] = [];
    for (let index = 0; index < STALLED_READERS; index++) behind.push(await stall(server, sessionId, cursor));
    await eventually('all watch', () => server.hub.watchers() === STALLED_READERS);
    letGo();
    for (const socket of behind) expect(await readOffsets(socket, 1)).toEqual([0]);
    expect(reads.filter((after) => after === cursor)).toHaveLength(1);
  });

  test('a reader whose socket takes no byte in time is closed', async () => {
    const server = await startLiveServer({ events, limits: { stalledMs: 2_000, keepAliveMs: 100 } });
    servers.push(server);
    const sessionId = newId();
    const { cursor } = await events.tail(sessionId);
    await stall(server, sessionId, cursor);
    const reading = await stall(server, sessionId, cursor);
    reading.resume();
    await eventually('both watch', () => server.hub.watchers() === 2);
    await write(sessionId, 'x'.repeat(EVENT_BYTES));
    await eventually('the stalled one is closed', () => server.hub.watchers() === 1, 30_000);
    expect(reading.destroyed).toBe(false);
  });

  test('a server that drains says goodbye to a reader that does not read, and is not hurt by it', async () => {
    const server = await startLiveServer({ events, limits: { keepAliveMs: 5 } });
    servers.push(server);
    const sessionId = newId();
    const socket = await stall(server, sessionId, (await events.tail(sessionId)).cursor);
    await eventually('it watches', () => server.hub.watchers() === 1);
    await write(sessionId, 'x'.repeat(EVENT_BYTES));
    const [response] = server.open;
    await eventually('the reader is full', () => (response?.writableLength ?? 0) > liveLimits.unsentBytes);
    const refused = once(response ?? socket, 'error');
    server.hub.closeAll('draining', 1);
    await refused;
    expect(response?.writableEnded).toBe(true);
    socket.destroy();
    await eventually('the stream has ended', () => server.open.size === 0);
  });
});

async function readOffsets(socket: Socket, count: number): Promise<number[]> {
  const offsets: number[] = [];
  const parser = createParser({ onEvent: (event) => offsets.push(JSON.parse(event.data).offset) });
  // The head of the answer is taken for a field that no event has.
  socket.on('data', (chunk: string) => parser.feed(chunk));
  socket.setEncoding('utf8');
  socket.resume();
  await eventually(`${count} events`, () => offsets.length >= count, 40_000);
  return offsets;
}
