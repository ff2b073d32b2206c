import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { session as sessionShape } from '../../../core/contracts/shapes.js';
import { newId } from '../../../core/domain/ids.js';
import { closeCodes, socketLimits } from '../../../server/live/websocket/limits.js';
import { eventually } from '../../support/eventually.js';
import { type Api, apiOf, backplaneKinds, startTestServer, type TestServer } from '../../support/server.js';
import { openSocket, type SocketClient } from '../../support/socket-client.js';
import { claims, signHs256, tokenOf } from '../../support/tokens.js';

describe.each(backplaneKinds)('the frames of a WebSocket, on %s', (backplane) => {
  let server: TestServer;
  let api: Api;
  let id: string;
  let socket: SocketClient;
  beforeAll(async () => {
    server = await startTestServer({ backplane });
    api = apiOf(server, 'user-1');
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    id = (await api.createSession()).id;
    socket = await openSocket(server);
  });
  afterEach(() => socket.ws.terminate());

  const stored = async () => (await api.get(`/sessions/${id}/history`)).body as { data: unknown[] };
  const message = (changes: Record<string, unknown> = {}) => ({
    type: 'message',
    session_id: id,
    message_id: `first-of-${id}`,
    content: 'A question',
    ...changes,
  });
  const subscribe = (metadata: Record<string, unknown>) => ({ type: 'status', session_id: id, metadata });

  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
  test.each<[string, () => unknown, string]>([
    ['text that is no JSON', () => 'nonsense', 'INVALID_JSON'],
    ['half a frame', () => '{"type":"message"', 'INVALID_JSON'],
    ['a frame that is nested without end', () => '['.repeat(60_000), 'JSON_TOO_DEEP'],
    ['no object', () => [1, 2], 'VALIDATION_FAILED'],
    ['null', () => null, 'VALIDATION_FAILED'],
    ['a type that is not known', () => message({ type: 'shout' }), 'VALIDATION_FAILED'],
    ['a key that is not known', () => message({ admin: true }), 'VALIDATION_FAILED'],
    [
      'a key that reaches for a prototype',
      () => '{"type":"typing","__proto__":{"a":1}}',
      'VALIDATION_FAILED',
    ],
    [
      'a key in metadata that is not known',
      () => message({ metadata: { role: 'admin' } }),
      'VALIDATION_FAILED',
    ],
    [
      'a key in context that is not known',
      () => message({ metadata: { context: { a: 1 } } }),
      'VALIDATION_FAILED',
    ],
    [
      'a context without end',
      () => message({ metadata: { context: { custom_fields: { a: deep(9) } } } }),
      'VALIDATION_FAILED',
    ],
    ['nothing at all', () => message({ content: undefined }), 'VALIDATION_FAILED'],
    ['no text', () => message({ content: ' \n' }), 'VALIDATION_FAILED'],
    ['a text that is too long', () => message({ content: 'x'.repeat(16_001) }), 'VALIDATION_FAILED'],
    ['a NUL', () => message({ content: 'a\0b' }), 'VALIDATION_FAILED'],
    [
      'a lone surrogate',
      () => JSON.stringify(message()).replace('A question', 'a\\ud800b'),
      'VALIDATION_FAILED',
    ],
    ['a NUL in metadata', () => message({ metadata: { client_name: '\0' } }), 'VALIDATION_FAILED'],
    ['no id of the client’s own', () => message({ message_id: undefined }), 'VALIDATION_FAILED'],
    ['an id with a line break', () => message({ message_id: 'a\nb' }), 'VALIDATION_FAILED'],
    ['a session that is no id', () => message({ session_id: '../x' }), 'VALIDATION_FAILED'],
    ['no session', () => message({ session_id: undefined }), 'VALIDATION_FAILED'],
    ['a time that is none', () => message({ timestamp: 'yesterday' }), 'VALIDATION_FAILED'],
    ['an action that is not known', () => subscribe({ action: 'delete' }), 'VALIDATION_FAILED'],
    ['a cursor that is none', () => subscribe({ action: 'subscribe', after: 'x' }), 'VALIDATION_FAILED'],
    ['typing with words', () => ({ type: 'typing', session_id: id, content: 'Hel' }), 'VALIDATION_FAILED'],
  ])('%s is refused with a code and changes nothing', async (_name, frame, code) => {
    const made = frame();
    socket.ws.send(typeof made === 'string' ? made : JSON.stringify(made));
    const refusal = await socket.refusal(code);
    expect(refusal.content).not.toBe('');
    expect(refusal.metadata.correlation_id).toBeDefined();
    expect((await stored()).data).toEqual([]);
    socket.send(message());
    await socket.event('message.accepted');
    expect(socket.received).toHaveLength(2);
  });

  test('bytes that are no text are refused; text that is no UTF-8 ends the connection', async () => {
    socket.ws.send(Buffer.from(JSON.stringify(message())), { binary: true });
    await socket.refusal('INVALID_JSON');
    socket.ws.send(Buffer.from([0xff, 0xfe, 0xfd]), { binary: false });
    expect((await socket.closed).code).toBe(1007);
    expect((await stored()).data).toEqual([]);
  });

  test('a frame over 64 KB ends the connection, and the server lives', async () => {
    socket.ws.send(JSON.stringify(message({ content: 'x'.repeat(socketLimits.frameBytes) })));
    expect((await socket.closed).code).toBe(1009);
    expect((await stored()).data).toEqual([]);
  });

  test('a text as long as one may be fits into a frame', async () => {
    socket.send(message({ content: '🚀'.repeat(15_900) }));
    await socket.event('message.accepted');
  });

  test('a message may name the quick action that asked; what is no name is refused', async () => {
    socket.send(message({ metadata: { quick_action: 'two words' } }));
    await socket.refusal('VALIDATION_FAILED');
    socket.send(message({ metadata: { quick_action: 'risks' } }));
    expect(await socket.event('message.accepted')).toMatchObject({ metadata: { replayed: false } });
    socket.send(message({ metadata: { quick_action: null }, message_id: `second-of-${id}` }));
    await eventually('both are accepted', () => socket.received.length === 3);
    expect(socket.received[2]).toMatchObject({ metadata: { event: 'message.accepted' } });
  });

  test('a message changes the session’s context when it is new, not when it is replayed or refused', async () => {
    const context = async () => sessionShape.parse((await api.get(`/sessions/${id}`)).body).context;
    socket.subscribe(id);
    const first = message({ metadata: { client_name: 'Acme', context: { meeting_type: 'review' } } });
    socket.send(first);
    await socket.event('message.accepted');
    await socket.event('session.updated');
    expect(await context()).toMatchObject({ client_name: 'Acme', meeting_type: 'review' });
    await api.put(`/sessions/${id}`, { json: { context: { client_name: 'Globex' } } });
    socket.send(first);
    await eventually('it is replayed', () => socket.received.find(({ metadata }) => metadata.replayed));
    socket.send(message({ content: 'Another one', metadata: { client_name: 'Initech' } }));
    await socket.refusal('IDEMPOTENCY_KEY_REUSED');
    await api.put(`/sessions/${id}`, { json: { status: 'closed' } });
    socket.send(message({ message_id: `late-in-${id}`, metadata: { client_name: 'Initech' } }));
    await socket.refusal('CHAT_SESSION_CLOSED');
    expect(await context()).toMatchObject({ client_name: 'Globex', meeting_type: 'review' });
  });

  test('garbage on the wire ends the connection', async () => {
    const { _socket: raw } = socket.ws as unknown as { _socket: { write(bytes: Buffer): void } };
    raw.write(Buffer.from('this is no WebSocket frame at all'));
    expect((await socket.closed).code).toBe(1002);
    expect((await api.get('/sessions')).status).toBe(200);
  });

  test('too many frames that cannot be understood end the connection', async () => {
    for (let count = 0; count <= socketLimits.badFrames.burst; count++) socket.ws.send('garbage');
    expect((await socket.closed).code).toBe(closeCodes.policy);
    await socket.refusal('TOO_MANY_BAD_FRAMES');
    expect(socket.received).toHaveLength(socketLimits.badFrames.burst + 2);
  });

  test('too many frames in too short a time end the connection, and those before are done', async () => {
    for (let count = 0; count < socketLimits.frames.burst + 40; count++) {
      socket.send({ type: 'typing', session_id: id });
    }
    expect((await socket.closed).code).toBe(closeCodes.policy);
    await socket.refusal('TOO_MANY_FRAMES');
  });

  test('another’s session is not found, in every kind of frame, and learns nothing', async () => {
    const stranger = await openSocket(server, { token: tokenOf('stranger', 'admin') });
    const sessions = [id, newId()];
    let sent = 0;
    for (const session_id of sessions) {
      stranger.subscribe(session_id);
      stranger.send(message({ session_id }));
      stranger.send({ type: 'typing', session_id });
      sent += 3;
    }
    await eventually('all are refused', () => stranger.received.length === sent);
    const told = stranger.received.map(({ type, content, metadata: { correlation_id: _, ...metadata } }) =>
      JSON.stringify({ type, content, metadata }),
    );
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toContain('CHAT_SESSION_NOT_FOUND');
    expect((await stored()).data).toEqual([]);
    stranger.ws.terminate();
  });

  test('a socket follows a bounded number of sessions', async () => {
    for (let count = 0; count < socketLimits.sessions; count++) {
      socket.subscribe((await api.createSession()).id);
    }
    socket.subscribe(id);
    expect(await socket.refusal('TOO_MANY_STREAMS')).toMatchObject({ session_id: id });
    expect(socket.received).toHaveLength(socketLimits.sessions + 1);
  });

  test('a session that is followed twice is told of once, from the newer place', async () => {
    socket.subscribe(id);
    socket.subscribe(id);
    await eventually('both are answered', () => socket.received.length === 2);
    await api.ask(id, 'Once');
    await socket.event('turn.queued');
    await socket.event('message.created');
    expect(socket.received.filter(({ metadata }) => metadata.event === 'message.created')).toHaveLength(1);
  });

  test('a socket ends with the token it was opened with', async () => {
    const token = signHs256(claims({ exp: Math.floor(Date.now() / 1_000) + 2 }));
    const brief = await openSocket(server, { token });
    expect(await brief.closed).toEqual({ code: closeCodes.authExpired, reason: 'auth_expired' });
    expect(brief.received).toMatchObject([
      {
        type: 'status',
        session_id: null,
        metadata: { event: 'stream.closing', reason: 'auth_expired', retry_ms: 0 },
      },
    ]);
  });

  test('a session that is deleted is said to be; the socket ends with the last that it follows', async () => {
    const other = await api.createSession();
    for (const session of [id, other.id]) socket.subscribe(session);
    await eventually('both are followed', () => socket.received.length === 2);
    await api.delete(`/sessions/${id}`);
    const told = await socket.event('stream.closing');
    expect(told).toMatchObject({ session_id: id, metadata: { reason: 'replaced' } });
    expect(socket.ws.readyState).toBe(socket.ws.OPEN);
    await api.delete(`/sessions/${other.id}`);
    expect((await socket.closed).code).toBe(closeCodes.sessionDeleted);
    expect(socket.received.at(-1)).toMatchObject({ session_id: other.id, metadata: { reason: 'replaced' } });
  });
});
