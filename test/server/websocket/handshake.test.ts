import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { placeLimits } from '../../../server/live/places.js';
import { apiOf, refusal, startTestServer, type TestServer } from '../../support/server.js';
import { openSocket, shakeHands, ticketFor } from '../../support/socket-client.js';
import { claims, signHs256, tokenOf, unsignedToken } from '../../support/tokens.js';

const path = '/api/v1/admin/chat/ws';
const listed = 'https://dashboard.example';

describe('who may open a WebSocket', () => {
  let server: TestServer;
  let id: string;
  beforeAll(async () => {
    server = await startTestServer({ env: { CORS_ORIGINS: listed } });
    id = (await apiOf(server, 'user-1').createSession()).id;
  });
  afterAll(() => server.close());

  const expired = signHs256(claims({ exp: 1 }));
  test.each([
    ['nobody', null, 401, 'UNAUTHENTICATED'],
    ['an expired token', expired, 401, 'UNAUTHENTICATED'],
    ['a token of another audience', signHs256(claims({ aud: 'other' })), 401, 'UNAUTHENTICATED'],
    ['a token that nobody signed', unsignedToken(claims()), 401, 'UNAUTHENTICATED'],
    ['a token without a known role', tokenOf('user-1', 'root'), 403, 'FORBIDDEN'],
  ])('%s is refused before the upgrade, in the words of HTTP', async (_name, token, status, code) => {
    const answer = await shakeHands(server, { token });
    expect(refusal(answer)).toEqual({ status, code });
    expect(answer.headers.get('x-correlation-id')).not.toBeNull();
    expect(answer.headers.get('connection')).toBe('close');
    if (status === 401) expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test.each(['viewer', 'consultant', 'supervisor', 'admin'])('a %s may', async (role) => {
    const answer = await shakeHands(server, {
      token: tokenOf('user-1', role),
      headers: { 'x-correlation-id': 'mine-1' },
    });
    expect(answer.status).toBe(101);
    expect(answer.headers.get('x-correlation-id')).toBe('mine-1');
    expect(answer.headers.get('sec-websocket-extensions')).toBeNull();
  });

  test('a viewer may follow but neither post nor type', async () => {
    const viewer = await openSocket(server, { token: tokenOf('user-1', 'viewer') });
    viewer.subscribe(id);
    await viewer.event('session.subscribed');
    viewer.send({ type: 'message', session_id: id, message_id: 'm-1', content: 'May I?' });
    expect(await viewer.refusal('FORBIDDEN')).toMatchObject({ session_id: id, message_id: 'm-1' });
    viewer.send({ type: 'typing', session_id: id });
    await viewer.gets('a second refusal', ({ type, message_id }) => type === 'error' && message_id === null);
    await apiOf(server, 'user-1').ask(id, 'From the one who may');
    expect(await viewer.event('message.created')).toMatchObject({ content: 'From the one who may' });
    viewer.ws.terminate();
  });

  test('a page may connect from a listed origin and from our own, and from no other', async () => {
    const token = tokenOf('user-1', 'consultant');
    const own = `http://127.0.0.1:${server.port}`;
    for (const origin of [listed, own, own.replace('http:', 'https:')]) {
      expect([origin, (await shakeHands(server, { token, headers: { origin } })).status]).toEqual([
        origin,
        101,
      ]);
    }
    const others = [`${listed}.evil.example`, 'http://127.0.0.1', 'null', 'https://', 'file://', 'nonsense'];
    for (const origin of others) {
      const answer = await shakeHands(server, { token, headers: { origin } });
      expect([origin, answer.status, refusal(answer).code]).toEqual([origin, 403, 'ORIGIN_NOT_ALLOWED']);
    }
  });

  /** What a socket is answered to this text. */
  const byHand = (lines: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      let text = '';
      const socket = connect(server.port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(text));
    });
  const headers = [
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Authorization: Bearer ${tokenOf('user-1', 'consultant')}`,
  ];
  const without = (name: string, ...others: string[]) => [
    ...headers.filter((line) => !line.startsWith(name)),
    ...others,
  ];

  test.each([
    ['an old version', without('Sec-WebSocket-Version', 'Sec-WebSocket-Version: 8'), 426],
    ['no version', without('Sec-WebSocket-Version'), 426],
    ['a key that is none', without('Sec-WebSocket-Key', 'Sec-WebSocket-Key: short'), 400],
    ['no key', without('Sec-WebSocket-Key'), 400],
    [
      'another protocol',
      without('Connection', 'Connection: upgrade, close').map((line) =>
        line.startsWith('Upgrade') ? 'Upgrade: h2c' : line,
      ),
      426,
    ],
    ['a Host that is none', without('Host', 'Host: no host'), 400],
  ])('a handshake with %s is told so, and the connection ends', async (_name, lines, status) => {
    const text = await byHand([`GET ${path} HTTP/1.1`, ...lines]);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(text).toContain('"error":{"code":');
  });

  test('an ordinary request is told to ask for a WebSocket', async () => {
    const answer = await apiOf(server, 'user-1').get('/ws');
    expect(refusal(answer)).toEqual({ status: 426, code: 'UPGRADE_REQUIRED' });
    expect(answer.headers.get('upgrade')).toBe('websocket');
    expect((await apiOf(server, 'user-1').post('/ws')).status).toBe(405);
  });

  test('who offers HTTP/2 with a message is answered as if he had not, his message is read, and so is his next', async () => {
    const request = (content: string, connection: string) => {
      const body = JSON.stringify({ content });
      return [
        `POST /api/v1/admin/chat/sessions/${id}/messages HTTP/1.1`,
        'Host: x',
        `Connection: ${connection}`,
        'Upgrade: h2c',
        'HTTP2-Settings: AAMAAABkAAQAAP__',
        'Content-Type: application/json',
        `Content-Length: ${Buffer.byteLength(body)}`,
        `Authorization: Bearer ${tokenOf('user-1', 'consultant')}`,
        '',
        body,
      ].join('\r\n');
    };
    const socket = connect(server.port, '127.0.0.1');
    socket.write(request('déjà', 'Upgrade, HTTP2-Settings'));
    const [first] = await once(socket, 'data');
    expect(String(first)).toMatch(/^HTTP\/1.1 202 /);
    socket.write(request('vu', 'Upgrade, HTTP2-Settings, close'));
    expect(await text(socket)).toContain('"content":"vu"');
  });

  test('who asks for a WebSocket elsewhere is answered as if he had not', async () => {
    const at = (target: string) => byHand([`GET ${target} HTTP/1.1`, ...headers]);
    expect(await at('/livez')).toMatch(/^HTTP\/1.1 200 /);
    expect(await at('/nowhere')).toMatch(/^HTTP\/1.1 404 /);
    expect(await at(`/api/v1/admin/chat/sessions/${id}`)).toContain(`"id":"${id}"`);
  });

  test('a query that is not known is refused', async () => {
    const answer = await shakeHands(server, { token: tokenOf('user-1', 'viewer'), query: '?session=1' });
    expect(refusal(answer)).toEqual({ status: 400, code: 'VALIDATION_FAILED' });
  });

  test('sockets have places among the streams of their user, and give them back', async () => {
    const api = apiOf(server, 'many');
    const token = tokenOf('many', 'consultant');
    const session = await api.createSession();
    const sockets = [];
    for (let opened = 0; opened < placeLimits.perUser - 1; opened += 100) {
      const some = Math.min(100, placeLimits.perUser - 1 - opened);
      sockets.push(...(await Promise.all(Array.from({ length: some }, () => openSocket(server, { token })))));
    }
    const [first, second] = sockets;
    first?.subscribe(session.id);
    await first?.event('session.subscribed');
    const refused = await shakeHands(server, { query: `?ticket=${await ticketFor(api, session.id)}` });
    expect(refusal(refused)).toEqual({ status: 429, code: 'TOO_MANY_STREAMS' });
    expect(refused.headers.get('retry-after')).toBe('5');
    second?.subscribe(session.id);
    await second?.refusal('TOO_MANY_STREAMS');
    first?.ws.close();
    await first?.closed;
    expect((await shakeHands(server, { token })).status).toBe(101);
    for (const { ws } of sockets) ws.terminate();
  });
});
