import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { awsHttp } from '../../worker/aws-http.js';
import { eventually } from '../support/eventually.js';

/** A server that closes no connection of its own, as one behind a NAT gateway seems not to. */
let server: Server;
let sockets: Socket[];
let closed: number;
beforeAll(async () => {
  sockets = [];
  closed = 0;
  server = createServer(async (request, response) => {
    if (request.url === '/slow') await pause(600);
    response.end('said');
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.once('close', () => closed++);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function ask(http: NodeHttpHandler, path: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const at = { method: 'GET', protocol: 'http:', hostname: '127.0.0.1', port, path };
  const request = { ...at, headers: {}, query: {} } as unknown as Parameters<NodeHttpHandler['handle']>[0];
  const { response } = await http.handle(request);
  let said = '';
  for await (const chunk of response.body) said += chunk;
  return said;
}

test('keeps a connection for the next request, and closes it when there is none for a while', async () => {
  const http = awsHttp({ connectMs: 1_000, sockets: 4, idleMs: 200 });
  expect(await ask(http, '/')).toBe('said');
  expect(await ask(http, '/')).toBe('said');
  expect([sockets.length, closed]).toEqual([1, 0]);
  await eventually('the connection is closed', () => closed === 1);
  expect(await ask(http, '/')).toBe('said');
  expect(sockets).toHaveLength(2);
  http.destroy();
});

test('an answer that is silent for longer than that is waited for', async () => {
  const http = awsHttp({ connectMs: 1_000, sockets: 4, idleMs: 200 });
  expect(await ask(http, '/slow')).toBe('said');
  http.destroy();
});
