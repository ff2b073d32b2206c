import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { streamTicketAnswer } from '../../core/contracts/http.js';
import { newId } from '../../core/domain/ids.js';
import {
  type Api,
  apiOf,
  apiWith,
  backplaneKinds,
  refusal,
  startTestServer,
  type TestServer,
} from '../support/server.js';
import { openSocket, shakeHands, ticketFor } from '../support/socket-client.js';
import { claims, signHs256 } from '../support/tokens.js';

const unauthenticated = { status: 401, code: 'UNAUTHENTICATED' };

describe.each(backplaneKinds)('tickets, on %s', (backplane) => {
  let server: TestServer;
  let api: Api;
  let anonymous: Api;
  let id: string;
  beforeAll(async () => {
    server = await startTestServer({ backplane });
    api = apiOf(server, 'user-1');
    anonymous = apiWith(server, null);
    id = (await api.createSession()).id;
  });
  afterAll(() => server.close());

  const events = (ticket: string, sessionId = id) =>
    anonymous.get(`/sessions/${sessionId}/events?wait=0&ticket=${ticket}`, {
      headers: { accept: 'application/json' },
    });

  test('a ticket is made for a session of the caller’s, and never twice the same', async () => {
    const answer = await api.post('/stream-tickets', { json: { session_id: id } });
    expect(answer.status).toBe(201);
    const { ticket, expires_in } = streamTicketAnswer.parse(answer.body);
    expect(expires_in).toBe(30);
    expect(await ticketFor(api, id)).not.toBe(ticket);
    const notFound = { status: 404, code: 'CHAT_SESSION_NOT_FOUND' };
    for (const [caller, session_id] of [
      [apiOf(server, 'stranger', 'admin'), id],
      [api, newId()],
    ] as const) {
      expect(refusal(await caller.post('/stream-tickets', { json: { session_id } }))).toEqual(notFound);
    }
    for (const json of [{}, { session_id: 'x' }, { session_id: id, user_id: 'user-2' }]) {
      expect((await api.post('/stream-tickets', { json })).status).toBe(400);
    }
  });

  test('a ticket stands in for a token once, and for its session only', async () => {
    const ticket = await ticketFor(api, id);
    expect((await events(ticket)).status).toBe(200);
    expect(refusal(await events(ticket))).toEqual(unauthenticated);

    const other = await api.createSession();
    const foreign = await ticketFor(api, id);
    expect(refusal(await events(foreign, other.id))).toEqual(unauthenticated);
    expect(refusal(await events(foreign))).toEqual(unauthenticated);
    for (const made of ['', 'x', 'A'.repeat(43), `${ticket}&ticket=${ticket}`]) {
      expect(refusal(await events(made))).toEqual(unauthenticated);
    }
  });

  test('of fifty uses at the same time, one succeeds', async () => {
    const ticket = await ticketFor(api, id);
    const answers = await Promise.all(Array.from({ length: 50 }, () => events(ticket)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(49);
  });

  test('a ticket opens no other address', async () => {
    const ticket = await ticketFor(api, id);
    expect(refusal(await anonymous.get(`/sessions/${id}?ticket=${ticket}`))).toEqual(unauthenticated);
    expect(refusal(await anonymous.get(`/sessions/${id}/history?ticket=${ticket}`))).toEqual(unauthenticated);
    expect((await events(ticket)).status).toBe(200);
  });

  test('a ticket is worth no more than the token it was made with', async () => {
    const brief = apiWith(server, signHs256(claims({ exp: Math.floor(Date.now() / 1_000) + 2 })));
    const [kept, used] = [await ticketFor(brief, id), await ticketFor(brief, id)];
    const answer = await fetch(`${api.base}/sessions/${id}/events?ticket=${used}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(await answer.text()).toContain('"reason":"auth_expired"');
    expect(refusal(await events(kept))).toEqual(unauthenticated);
  });

  test('a ticket has the roles of its token', async () => {
    const socket = await openSocket(server, {
      token: null,
      query: `?ticket=${await ticketFor(apiOf(server, 'user-1', 'viewer'), id)}`,
    });
    socket.send({ type: 'message', session_id: id, message_id: 'm-1', content: 'May I?' });
    await socket.refusal('FORBIDDEN');
    socket.ws.close();
  });

  test('a ticket has the access labels of its token', async () => {
    const { id: own } = await api.createSession();
    const labelled = apiWith(server, signHs256(claims({ sub: 'user-1', labels: ['board'] })));
    const socket = await openSocket(server, {
      token: null,
      query: `?ticket=${await ticketFor(labelled, own)}`,
    });
    socket.send({
      type: 'message',
      session_id: own,
      message_id: 'm-1',
      content: 'What is said to the board?',
    });
    await socket.event('message.accepted');
    expect(await server.database.query('SELECT labels FROM turns WHERE session_id = $1', [own])).toEqual([
      { labels: ['board'] },
    ]);
    socket.ws.close();
  });

  test('a WebSocket takes a ticket once, and is then of that session alone', async () => {
    const other = await api.createSession();
    const query = `?ticket=${await ticketFor(api, id)}`;
    const socket = await openSocket(server, { token: null, query });
    expect(refusal(await shakeHands(server, { query }))).toEqual(unauthenticated);
    socket.subscribe(other.id);
    expect(await socket.refusal('CHAT_SESSION_NOT_FOUND')).toMatchObject({ session_id: other.id });
    socket.subscribe(id);
    expect(await socket.event('session.subscribed')).toMatchObject({ session_id: id });
    socket.ws.close();
  });

  test('tickets get into no log line and are not kept as they are', async () => {
    const ticket = await ticketFor(api, id);
    await events(ticket);
    const kept = await ticketFor(api, id);
    if (backplane === 'postgres') {
      const rows = await server.database.query('SELECT key, value FROM backplane_keys');
      expect(JSON.stringify(rows)).not.toContain(kept);
      expect(JSON.stringify(rows)).toContain('ticket:');
    }
    expect(JSON.stringify(server.log)).not.toContain(ticket);
    expect(JSON.stringify(server.log)).not.toContain(kept);
  });
});
