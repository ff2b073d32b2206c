import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import type { DataSource } from 'typeorm';
import { WebSocket, WebSocketServer } from 'ws';
import type { EventLog } from '../../../core/backplane/event-log.js';
import { emptyContext } from '../../../core/domain/session.js';
import { createHttpServer, type HttpServer } from '../../../core/http-server.js';
import { openDatabase } from '../../../core/store/data-source.js';
import { createSession } from '../../../core/store/sessions.js';
import type { Identity } from '../../../server/auth/identity.js';
import { upgradeThrough } from '../../../server/http/upgrade.js';
import { createLiveHub, type LiveHub } from '../../../server/live/hub.js';
import { liveLimits } from '../../../server/live/limits.js';
import { createPlaces } from '../../../server/live/places.js';
import type { FrameRoutes } from '../../../server/live/websocket/frame-actions.js';
import { watchHeartbeat } from '../../../server/live/websocket/heartbeat.js';
import { createSockets, type Sockets, type SocketTimes } from '../../../server/live/websocket/sockets.js';
import { type OpenBackplane, testBackplanes } from '../../support/backplanes.js';
import { delta } from '../../support/deltas.js';
import { eventually } from '../../support/eventually.js';
import { emptySnapshot } from '../../support/live-server.js';
import { silentLogger as logger } from '../../support/logger.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

const identity: Identity = {
  userId: 'user-1',
  roles: ['consultant'],
  labels: [],
  expiresAt: new Date(Date.now() + 3_600_000),
  name: null,
  email: null,
  onlySession: null,
};
const EVENT_BYTES = 20_000;
const EVENTS = 600;
/** More than the system's own buffers of a connection hold, several times over. */
const LONG_MESSAGE_BYTES = 48_000_000;

/** WebSockets and nothing else, with times of the test's own. */
describe.each(testBackplanes)('peers that are gone or slow, on $kind', ({ open }) => {
  let opened: OpenBackplane;
  let events: EventLog;
  let database: TestDatabase;
  let db: DataSource;
  let running: {
    hub: LiveHub;
    sockets: Sockets;
    server: HttpServer;
    connections: Socket[];
    port: number;
  } | null = null;
  const clients: WebSocket[] = [];
  beforeAll(async () => {
    opened = await open();
    events = opened.backplane.events;
    database = await createTestDatabase({ migrated: true });
    db = await openDatabase({ url: database.url, poolSize: 2, applicationName: 'test' });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.terminate();
    running?.hub.closeAll('draining', 1);
    await running?.server.close(1_000);
    running = null;
  });
  afterAll(async () => {
    await db.destroy();
    await database.drop();
    await opened.close();
  });

  const start = async (times: Partial<SocketTimes>) => {
    const hub = createLiveHub({ events, logger });
    const sockets = createSockets({
      db,
      hub,
      places: createPlaces(),
      takeTail: (id) => events.tail(id),
      snapshotsOf: (id) => emptySnapshot(events, id),
      corsOrigins: [],
      logger,
      times,
    });
    const connections: Socket[] = [];
    const app = express();
    const routes = {} as FrameRoutes;
    app.get('/', (req, res) => {
      connections.push(req.socket);
      sockets.open(req, res, { identity, correlationId: 'test', routes });
    });
    const server = createHttpServer(app, upgradeThrough(app));
    const port = await server.listen({ port: 0, host: '127.0.0.1' }, 'PORT');
    running = { hub, sockets, server, connections, port };
    return running;
  };
  const connect = async (port: number, autoPong = true) => {
    const client = new WebSocket(`ws://127.0.0.1:${port}/`, { autoPong, perMessageDeflate: false });
    clients.push(client);
    client.on('error', () => {});
    await new Promise((resolve) => client.once('open', resolve));
    return client;
  };
  const follow = async (client: WebSocket) => {
    const session = await createSession(db, {
      userId: identity.userId,
      title: null,
      context: emptyContext,
      metadata: {},
    });
    const { cursor } = await events.tail(session.id);
    const metadata = { action: 'subscribe', after: cursor };
    client.send(JSON.stringify({ type: 'status', session_id: session.id, metadata }));
    await new Promise((resolve) => client.once('message', resolve));
    return session.id;
  };
  const write = async (sessionId: string) => {
    const text = 'x'.repeat(EVENT_BYTES);
    for (let index = 0; index < EVENTS; index += 20) {
      await events.append(
        sessionId,
        Array.from({ length: 20 }, (_, place) => delta(sessionId, text, index + place)),
      );
    }
  };

  test('a peer that answers no ping is cut off by the next; one that answers stays', async () => {
    const { sockets, port } = await start({ pingMs: 100 });
    const silent = await connect(port, false);
    const answering = await connect(port);
    let pings = 0;
    answering.on('ping', () => pings++);
    const closed = new Promise((resolve) => silent.once('close', resolve));
    expect(await closed).toBe(1006);
    await eventually('some more pings', () => pings > 5);
    expect(answering.readyState).toBe(WebSocket.OPEN);
    expect(sockets.count()).toBe(1);
  });

  test('a reader that does not read costs a megabyte and an event, and gets everything once it reads', async () => {
    const { connections, port } = await start({});
    const client = await connect(port);
    const sessionId = await follow(client);
    const [connection] = connections;
    const offsets: number[] = [];
    client.on('message', (data) => offsets.push(JSON.parse(data.toString()).metadata.offset));
    client.pause();
    let most = 0;
    const look = setInterval(() => {
      most = Math.max(most, connection?.writableLength ?? 0);
    }, 2);
    await write(sessionId);
    await eventually('the reader is full', () => (connection?.writableLength ?? 0) > liveLimits.unsentBytes);
    clearInterval(look);
    expect(most).toBeLessThan(liveLimits.unsentBytes + 2 * EVENT_BYTES + 2_000);
    client.resume();
    await eventually('everything comes', () => offsets.length === EVENTS);
    expect(offsets).toEqual(Array.from({ length: EVENTS }, (_, index) => index));
  });

  test('a reader that takes no byte in time is cut off, also while it sends', async () => {
    const { sockets, port } = await start({ stalledMs: 1_000 });
    const client = await connect(port);
    const sessionId = await follow(client);
    client.pause();
    await write(sessionId);
    const chatter = setInterval(() => client.pong(), 100);
    await eventually('it is cut off', () => sockets.count() === 0);
    clearInterval(chatter);
  });
});

test('a reader that is only slow is not cut off, also in the midst of one long message', async () => {
  const stalledMs = 1_000;
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  try {
    await once(server, 'listening');
    server.on('connection', (ws, { socket }) => {
      watchHeartbeat(ws, socket, { pingMs: 60_000, stalledMs });
      ws.send(Buffer.alloc(LONG_MESSAGE_BYTES));
    });
    const { port } = server.address() as AddressInfo;
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': Buffer.alloc(16).toString('base64'),
    };
    const [, socket, head] = await once(request({ port, headers }).end(), 'upgrade');
    const left = LONG_MESSAGE_BYTES - head.length;
    const begunAt = performance.now();
    expect(await readSlowly(socket, left, LONG_MESSAGE_BYTES / (5 * stalledMs))).toBeGreaterThanOrEqual(left);
    expect(performance.now() - begunAt).toBeGreaterThan(4 * stalledMs);
    socket.destroy();
  } finally {
    for (const ws of server.clients) ws.terminate();
    server.close();
  }
});

/**
 * Takes so many bytes, or what there is, at so many in a millisecond. The pace is that of the clock, not of timers: a
 * busy machine would stretch each breath, and the sender's system tells of progress only after a megabyte or more.
 */
function readSlowly(socket: Socket, bytes: number, bytesPerMs: number): Promise<number> {
  return new Promise((resolve) => {
    const begunAt = performance.now();
    let taken = 0;
    socket.on('data', (piece: Buffer) => {
      taken += piece.length;
      if (taken >= bytes) return resolve(taken);
      const aheadMs = taken / bytesPerMs - (performance.now() - begunAt);
      if (aheadMs <= 0) return;
      socket.pause();
      setTimeout(() => socket.resume(), aheadMs);
    });
    socket.once('close', () => resolve(taken));
  });
}
