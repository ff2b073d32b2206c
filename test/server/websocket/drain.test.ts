import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { apiOf, startTestServer } from '../../support/server.js';
import { openSocket } from '../../support/socket-client.js';
import { tokenOf } from '../../support/tokens.js';

test('a closing server says goodbye on every WebSocket, with a moment to come back, and closes', async () => {
  const server = await startTestServer();
  const { id } = await apiOf(server, 'user-1').createSession();
  const sockets = await Promise.all(Array.from({ length: 10 }, () => openSocket(server)));
  sockets[0]?.subscribe(id);
  await sockets[0]?.event('session.subscribed');
  const closed = server.close();
  const delays = [];
  for (const socket of sockets) {
    expect(await socket.closed).toEqual({ code: 1001, reason: 'draining' });
    const goodbyes = socket.received.filter(({ metadata }) => metadata.event === 'stream.closing');
    expect(goodbyes).toMatchObject([{ type: 'status', metadata: { reason: 'draining' } }]);
    delays.push(goodbyes[0]?.metadata.retry_ms as number);
  }
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(1_000);
  expect(Math.max(...delays)).toBeLessThanOrEqual(2_000);
  expect(new Set(delays).size).toBeGreaterThan(1);
  await closed;
});

test('a peer that does not answer the goodbye is cut off after the grace time', async () => {
  const server = await startTestServer({ env: { SHUTDOWN_GRACE_MS: '400' } });
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    [
      'GET /api/v1/admin/chat/ws HTTP/1.1',
      'Host: x',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      `Authorization: Bearer ${tokenOf('user-1', 'viewer')}`,
      '\r\n',
    ].join('\r\n'),
  );
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  await eventually('it is open', () => text.includes('101 Switching Protocols'));
  const begun = performance.now();
  await server.close();
  expect(performance.now() - begun).toBeLessThan(3_000);
  expect(text).toContain('draining');
});
