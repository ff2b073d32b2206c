import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { type Api, apiOf, request, startTestServer, type TestServer } from '../support/server.js';

let server: TestServer;
afterEach(() => server.close());

/** Collects what a stream sends until it ends. */
async function follow(api: Api, sessionId: string) {
  const answer = await fetch(`${api.base}/sessions/${sessionId}/events`, {
    headers: { accept: 'text/event-stream', authorization: `Bearer ${api.token}` },
  });
  return { status: answer.status, ended: answer.text() };
}

/** A connection on which a request is begun by hand, to be finished when the test wants. */
function openByHand(port: number): Promise<{ socket: Socket; received: () => string; ended: Promise<void> }> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      text += chunk;
    });
    const ended = new Promise<void>((done) => socket.on('close', () => done()));
    socket.on('error', reject);
    socket.on('connect', () => resolve({ socket, received: () => text, ended }));
  });
}

test('a closing server says goodbye on its streams, and finishes the requests it has begun', async () => {
  server = await startTestServer();
  const api = apiOf(server, 'user-1');
  const { id } = await api.createSession();
  const stream = await follow(api, id);
  expect(stream.status).toBe(200);

  const body = JSON.stringify({ content: 'Sent while the server was closing' });
  const hand = await openByHand(server.port);
  hand.socket.write(
    `POST /api/v1/admin/chat/sessions/${id}/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, 5)}`,
  );
  // The server has accepted the connection once it answers a later one.
  await api.get('/sessions');
  const closed = server.drain();

  const goodbye = await stream.ended;
  expect(goodbye).toContain('event: stream.closing');
  expect(goodbye).toContain('"reason":"draining"');
  expect(goodbye).toMatch(/"retry_ms":\d+/);

  hand.socket.write(body.slice(5));
  await hand.ended;
  expect(hand.received()).toMatch(/^HTTP\/1\.1 202 /);
  expect(hand.received()).toMatch(/\r\nConnection: close\r\n/i);
  await closed;
  const rows = await server.database.query(`SELECT content FROM messages WHERE type = 'user'`);
  expect(rows).toEqual([{ content: 'Sent while the server was closing' }]);
  await expect(request(`${server.origin}/livez`, 'GET')).rejects.toThrow();
});

test('readiness falls before the port closes, for long enough to be seen by a probe', async () => {
  server = await startTestServer();
  const closed = server.drain();
  // New connections, as a load balancer makes them.
  expect((await request(`${server.origin}/readyz`, 'GET', { headers: { connection: 'close' } })).status).toBe(
    503,
  );
  const api = apiOf(server, 'user-1');
  expect((await api.get('/sessions', { headers: { connection: 'close' } })).status).toBe(200);
  await closed;
  await expect(request(`${server.origin}/livez`, 'GET')).rejects.toThrow();
});

test('readiness falls while the server is closing', async () => {
  server = await startTestServer();
  const hand = await openByHand(server.port);
  hand.socket.write('GET /readyz HTTP/1.1\r\nHost: x\r\n');
  await request(`${server.origin}/livez`, 'GET');
  const closed = server.drain();
  hand.socket.write('\r\n');
  await hand.ended;
  expect(hand.received()).toMatch(/^HTTP\/1\.1 503 /);
  expect(hand.received()).toContain('draining');
  await closed;
});

test('a request that never ends is cut off after the grace time', async () => {
  server = await startTestServer({ env: { SHUTDOWN_GRACE_MS: '300' } });
  const hand = await openByHand(server.port);
  hand.socket.write(
    'POST /ops/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nContent-Type: application/json\r\n\r\n{',
  );
  await request(`${server.origin}/livez`, 'GET');
  const begun = performance.now();
  await server.drain();
  await hand.ended;
  const ms = performance.now() - begun;
  expect(ms).toBeGreaterThanOrEqual(290);
  expect(ms).toBeLessThan(3_000);
});

test('after closing, nothing of the server is left in Postgres', async () => {
  server = await startTestServer();
  await apiOf(server, 'user-1').createSession();
  await server.drain();
  await eventually('no connection of the server is left', async () => {
    const rows = await server.database.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    return rows.length === 0;
  });
});
