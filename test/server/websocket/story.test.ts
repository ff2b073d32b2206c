import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { SessionEvent } from '../../../core/contracts/events.js';
import { message as messageShape } from '../../../core/contracts/shapes.js';
import type { ServerEnvelope } from '../../../core/contracts/socket.js';
import { assembled, startConversation } from '../../support/conversation.js';
import { eventually } from '../../support/eventually.js';
import { type Api, apiOf, backplaneKinds } from '../../support/server.js';
import { eventIn, openSocket, type SocketClient } from '../../support/socket-client.js';
import { type Stack, startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

const words = ['Gateway endpoints', 'are free,', 'déjà', 'für S3', '👩‍🚀 and', '東京.'];
const ANSWER = Array.from({ length: 250 }, (_, index) => `${words[index % words.length]} ${index}`).join(' ');

const eventsIn = (envelopes: readonly ServerEnvelope[]) =>
  envelopes
    .filter(({ metadata }) => metadata.cursor !== undefined && metadata.event !== 'session.subscribed')
    .map((envelope) => eventIn(envelope) as unknown as SessionEvent);

describe.each(backplaneKinds)('a conversation over a WebSocket, on %s', (backplane) => {
  let stack: Stack;
  let api: Api;
  let id: string;
  const open: SocketClient[] = [];
  beforeAll(async () => {
    stack = await startStack({ backplane });
    api = apiOf(stack.server, 'user-1');
  });
  afterAll(() => stack.close());
  afterEach(() => {
    for (const { ws } of open.splice(0)) ws.terminate();
    stack.bedrock.control.clearScripts();
  });

  const connect = async (
    ...call: Parameters<typeof openSocket> extends [unknown, ...infer Rest] ? Rest : never
  ) => {
    const socket = await openSocket(stack.server, ...call);
    open.push(socket);
    return socket;
  };
  const newSession = async () => {
    id = (await api.createSession({ context: { client_name: 'Acme' } })).id;
    return await api.cursor(id);
  };

  test('a question is asked, accepted, and answered in pieces that make the whole exactly', async () => {
    await newSession();
    stack.bedrock.control.script({ answer: ANSWER });
    const socket = await connect();
    socket.subscribe(id);
    await socket.event('session.subscribed');
    socket.send({
      type: 'message',
      session_id: id,
      message_id: 'mine-1',
      content: 'Which endpoints are free?',
      metadata: { client_name: 'Globex', context: { meeting_type: 'review' } },
      timestamp: new Date().toISOString(),
    });
    const accepted = await socket.event('message.accepted');
    expect(accepted).toMatchObject({
      type: 'status',
      session_id: id,
      message_id: 'mine-1',
      metadata: {
        message: { content: 'Which endpoints are free?' },
        turn: { state: 'queued' },
        replayed: false,
      },
    });
    const done = await socket.event('turn.completed');
    expect(done).toMatchObject({ type: 'message', content: ANSWER });
    const answer = messageShape.parse(done.metadata.message);
    expect(done.message_id).toBe(answer.id);

    const events = eventsIn(socket.received);
    expect(assembled(events)).toBe(ANSWER);
    const kinds = new Map(socket.received.map(({ metadata, type }) => [metadata.event, type]));
    expect(Object.fromEntries(kinds)).toMatchObject({
      // Not of the place in the line: a worker that is quicker than the server tells of the question in its stead.
      'message.created': 'message',
      'turn.started': 'status',
      'turn.stage': 'status',
      'message.delta': 'status',
      'turn.completed': 'message',
    });
    const session = (await api.get(`/sessions/${id}`)).body as { context: Record<string, unknown> };
    expect(session.context).toMatchObject({ client_name: 'Globex', meeting_type: 'review' });
  });

  test('nothing is lost in the envelope: the events are those that a stream is sent', async () => {
    const conversation = await startConversation(stack.server.origin, tokenOf('user-1', 'consultant'));
    const { session, start } = conversation;
    stack.bedrock.control.script({ answer: 'Short and sourced.' });
    const socket = await connect();
    socket.subscribe(session.id, start);
    await conversation.ask('Say it twice');
    await socket.event('turn.completed');
    const streamed = await conversation.events(({ type }) => type === 'turn.completed');
    // The session's title may have come since.
    expect(eventsIn(socket.received).slice(0, streamed.length)).toEqual(streamed);
  });

  test('an answer whose socket is cut twenty times at random is whole, with each event once', async () => {
    let after = await newSession();
    // Slow enough that a busy machine, which puts more words into an event, still has events for all the cuts.
    stack.bedrock.control.script({ answer: ANSWER, tokenMs: 12 });
    const seen: SessionEvent[] = [];
    let cuts = 0;
    let ended = false;
    const followOnce = async () => {
      let patience = cuts < 20 ? 1 + Math.floor(Math.random() * 4) : Number.POSITIVE_INFINITY;
      const socket = await connect({
        onEnvelope: (envelope, { ws }) => {
          if (patience <= 0 || envelope.metadata.event === 'session.subscribed') return;
          const [event] = eventsIn([envelope]);
          if (!event) return;
          seen.push(event);
          after = event.id ?? '';
          ended = event.type === 'turn.completed';
          patience--;
          if (patience === 0 && !ended) ws.terminate();
          if (ended) ws.close();
        },
      });
      socket.subscribe(id, after);
      await socket.closed;
      cuts++;
    };
    await api.ask(id, 'Which endpoints are free?');
    while (!ended) await followOnce();
    expect(cuts).toBeGreaterThan(20);
    expect(assembled(seen)).toBe(ANSWER);
    const numbers = seen.map((event) => Number(event.id?.split('-')[1]));
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    expect(seen.some(({ type }) => type === 'snapshot')).toBe(false);
  });

  test('the same message_id is the same message, over HTTP too, and another text with it is refused', async () => {
    await newSession();
    const socket = await connect();
    const frame = { type: 'message', session_id: id, message_id: 'once', content: 'Only once' };
    socket.send(frame);
    socket.send(frame);
    await socket.gets('the replay', ({ metadata }) => metadata.replayed === true);
    const posted = await api.post(`/sessions/${id}/messages`, {
      json: { content: 'Only once', client_message_id: 'once' },
    });
    expect([posted.status, posted.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
    const turns = socket.received.map(({ metadata }) => (metadata.turn as { id: string }).id);
    expect(new Set([...turns, (posted.body as { turn: { id: string } }).turn.id]).size).toBe(1);
    socket.send({ ...frame, content: 'Something else' });
    expect(await socket.refusal('IDEMPOTENCY_KEY_REUSED')).toMatchObject({ message_id: 'once' });
    const [row] = await stack.server.database.query<{ count: string }>(
      `SELECT count(*) FROM messages WHERE session_id = '${id}' AND type = 'user'`,
    );
    expect(row?.count).toBe('1');
  });

  test('messages are posted in the order they are sent', async () => {
    await newSession();
    const socket = await connect();
    for (let index = 0; index < 10; index++) {
      socket.send({
        type: 'message',
        session_id: id,
        message_id: `in-order-${index}`,
        content: `No. ${index}`,
      });
    }
    await eventually('all are accepted', () => socket.received.length === 10);
    const rows = await stack.server.database.query<{ content: string }>(
      `SELECT content FROM messages WHERE session_id = '${id}' AND type = 'user' ORDER BY position`,
    );
    expect(rows.map(({ content }) => content)).toEqual(
      Array.from({ length: 10 }, (_, index) => `No. ${index}`),
    );
  });

  test('several sessions are followed at once, each until it is left', async () => {
    await newSession();
    const first = id;
    await newSession();
    const socket = await connect();
    for (const session of [first, id]) socket.subscribe(session);
    await socket.gets('both', () => socket.received.length === 2);
    await api.ask(first, 'Of the first');
    await api.ask(id, 'Of the second');
    await socket.gets(
      'the first',
      ({ content, session_id }) => content === 'Of the first' && session_id === first,
    );
    await socket.gets(
      'the second',
      ({ content, session_id }) => content === 'Of the second' && session_id === id,
    );
    socket.send({ type: 'status', session_id: first, metadata: { action: 'unsubscribe' } });
    await socket.event('session.unsubscribed');
    await eventually('both are answered', async () => {
      const active = await Promise.all([first, id].map((one) => api.get(`/sessions/${one}`)));
      return active.every(({ body }) => (body as { active_turn: unknown }).active_turn === null);
    });
    const before = socket.received.filter(({ session_id }) => session_id === first).length;
    await api.ask(first, 'Not heard');
    await api.ask(id, 'Heard');
    await socket.gets('the one that is followed', ({ content }) => content === 'Heard');
    expect(socket.received.filter(({ session_id }) => session_id === first)).toHaveLength(before);
  });

  test('a turn that fails is an error with its code', async () => {
    await newSession();
    stack.bedrock.control.script({
      match: 'Will it?',
      httpError: { status: 400, type: 'ValidationException' },
    });
    const socket = await connect();
    socket.subscribe(id);
    await socket.event('session.subscribed');
    await api.ask(id, 'Will it?');
    const failed = await socket.event('turn.failed');
    expect(failed).toMatchObject({
      type: 'error',
      metadata: { code: 'MODEL_REJECTED_INPUT', error: { code: 'MODEL_REJECTED_INPUT' }, will_retry: false },
    });
    expect(failed.content).not.toBe('');
  });

  test('a quick action asks alone, in the language that the frame says', async () => {
    await newSession();
    const socket = await connect();
    const metadata = { quick_action: 'risks', language: 'fr' };
    socket.send({ type: 'message', session_id: id, message_id: 'risks-1', metadata });
    const accepted = await socket.event('message.accepted');
    expect(accepted.metadata.message).toMatchObject({ content: expect.stringMatching(/risques/i) });
  });

  test('a cursor of another session is refused, and nothing is followed', async () => {
    const foreign = await newSession();
    await newSession();
    const socket = await connect();
    socket.subscribe(id, foreign);
    const refused = await socket.gets('a refusal', ({ type }) => type === 'error');
    expect(refused.metadata).toMatchObject({ code: 'CHAT_SESSION_NOT_FOUND' });
  });

  test('a cursor that no log knows is answered with a snapshot, and what follows it comes', async () => {
    await newSession();
    await api.ask(id, 'Known to Postgres');
    const socket = await connect();
    socket.subscribe(id, '1-1');
    const snapshot = await socket.event('snapshot');
    expect(snapshot).toMatchObject({
      type: 'status',
      metadata: { messages: [{ content: 'Known to Postgres' }, {}] },
    });
    await api.ask(id, 'And on');
    await socket.gets('the next question', ({ content }) => content === 'And on');
  });
});
