import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { postMessageAnswer } from '../../core/contracts/http.js';
import {
  type Api,
  apiOf,
  backplaneKinds,
  refusal,
  startTestServer,
  type TestServer,
} from '../support/server.js';

describe.each(backplaneKinds)('posting a message more than once, on %s', (backplane) => {
  let server: TestServer;
  let api: Api;
  let sessionId: string;

  beforeAll(async () => {
    server = await startTestServer({ backplane });
    api = apiOf(server, 'user-1');
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    sessionId = (await api.createSession()).id;
  });

  const post = (content: string, key?: string, more: Record<string, unknown> = {}, session = sessionId) =>
    api.post(`/sessions/${session}/messages`, {
      json: { content, ...more },
      ...(key ? { headers: { 'idempotency-key': key } } : {}),
    });
  const countMessages = async (session = sessionId) => {
    const [row] = await server.database.query<{ count: string }>(
      `SELECT count(*) FROM messages WHERE session_id = $1 AND type = 'user'`,
      [session],
    );
    return Number(row?.count);
  };

  test('the same key and body replays the first answer, and says so', async () => {
    const first = await post('Hello', `key-${sessionId}`);
    const second = await post('Hello', `key-${sessionId}`);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body).toEqual(first.body);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(await countMessages()).toBe(1);
  });

  test('client_message_id serves as the key', async () => {
    const id = { client_message_id: `client-${sessionId}` };
    const first = await post('Hello', undefined, id);
    const second = await post('Hello', undefined, id);
    expect(second.body).toEqual(first.body);
    expect(postMessageAnswer.parse(first.body).message.client_message_id).toBe(id.client_message_id);
    expect(await countMessages()).toBe(1);
  });

  test('the same key with another body, or for another session, is refused with 422 and writes nothing', async () => {
    const other = await api.createSession();
    const key = `key-${sessionId}`;
    await post('Hello', key);
    const reused = { status: 422, code: 'IDEMPOTENCY_KEY_REUSED' };
    expect(refusal(await post('Hello again', key))).toEqual(reused);
    expect(refusal(await post('Hello', key, {}, other.id))).toEqual(reused);
    expect([await countMessages(), await countMessages(other.id)]).toEqual([1, 0]);
  });

  test('the quick action that asked is part of the body', async () => {
    const key = `key-${sessionId}`;
    const first = await post('Hello', key, { quick_action: 'risks' });
    const second = await post('Hello', key, { quick_action: 'risks' });
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body).toEqual(first.body);
    const reused = { status: 422, code: 'IDEMPOTENCY_KEY_REUSED' };
    expect(refusal(await post('Hello', key, { quick_action: 'next-steps' }))).toEqual(reused);
    expect(refusal(await post('Hello', key))).toEqual(reused);
    const noName = await post('Hello', `other-${sessionId}`, { quick_action: 'two words' });
    expect(refusal(noName)).toEqual({ status: 400, code: 'VALIDATION_FAILED' });
    expect(await countMessages()).toBe(1);
  });

  test('a key is its user’s own', async () => {
    const key = `key-${sessionId}`;
    await post('Hello', key);
    const stranger = apiOf(server, 'stranger');
    const { id } = await stranger.createSession();
    const theirs = await stranger.post(`/sessions/${id}/messages`, {
      json: { content: 'Hello' },
      headers: { 'idempotency-key': key },
    });
    expect(theirs.status).toBe(202);
    expect(theirs.headers.get('idempotency-replayed')).toBeNull();
  });

  test('without any key, the same words twice are two messages', async () => {
    await post('Hello');
    await post('Hello');
    expect(await countMessages()).toBe(2);
  });

  test('fifty duplicates at the same time make one message, one turn and one event', async () => {
    const cursor = await api.cursor(sessionId);
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('Hello', `key-${sessionId}`)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([202]));
    const ids = answers.map((answer) => postMessageAnswer.parse(answer.body).message.id);
    expect(new Set(ids).size).toBe(1);
    expect(answers.filter((answer) => answer.headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect(await countMessages()).toBe(1);
    const turns = await server.database.query('SELECT 1 FROM turns WHERE session_id = $1', [sessionId]);
    expect(turns).toHaveLength(1);
    const events = await api.events(sessionId, cursor);
    expect(events.map((event) => event.type)).toEqual(['message.created', 'turn.queued']);
  });

  test('a closed session still replays what it took before', async () => {
    const first = await post('Hello', `key-${sessionId}`);
    await api.put(`/sessions/${sessionId}`, { json: { status: 'closed' } });
    const replayed = await post('Hello', `key-${sessionId}`);
    expect([first.status, replayed.status]).toEqual([202, 202]);
    expect(refusal(await post('Hello', 'another'))).toEqual({ status: 409, code: 'CHAT_SESSION_CLOSED' });
  });
});
