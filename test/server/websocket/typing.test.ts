import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { type Api, apiOf, backplaneKinds, startTestServer, type TestServer } from '../../support/server.js';
import { openSocket, type SocketClient } from '../../support/socket-client.js';
import { readStream, type SseReader } from '../../support/sse-reader.js';

describe.each(backplaneKinds)('typing, on %s', (backplane) => {
  let here: TestServer;
  let elsewhere: TestServer;
  let api: Api;
  let id: string;
  const sockets: SocketClient[] = [];
  const streams: SseReader[] = [];
  beforeAll(async () => {
    here = await startTestServer({ backplane });
    elsewhere = await startTestServer({ backplane, database: here.database });
    api = apiOf(here, 'user-1');
    // A process that has just begun may not hear signals yet.
    const { id: first } = await api.createSession();
    for (const server of [here, elsewhere]) {
      const probe = await openSocket(server);
      probe.subscribe(first);
      await eventually('signals are heard', async () => {
        await api.post(`/sessions/${first}/typing`);
        return probe.received.some(({ type }) => type === 'typing');
      });
      probe.ws.terminate();
    }
  });
  afterAll(async () => {
    await elsewhere.close();
    await here.close();
  });
  beforeEach(async () => {
    id = (await api.createSession()).id;
  });
  afterEach(() => {
    for (const { ws } of sockets.splice(0)) ws.terminate();
    for (const stream of streams.splice(0)) stream.leave();
  });

  const socketAt = async (server: TestServer) => {
    const socket = await openSocket(server);
    sockets.push(socket);
    socket.subscribe(id);
    await socket.event('session.subscribed');
    return socket;
  };
  const streamAt = async (server: TestServer, query = '') => {
    const stream = await readStream({
      port: server.port,
      path: `/api/v1/admin/chat/sessions/${id}/events${query}`,
      headers: { authorization: `Bearer ${api.token}` },
    });
    streams.push(stream);
    return stream;
  };
  const typed = (stream: SseReader) => stream.events.filter(({ event }) => event === 'typing');
  const isTyping = ({ type }: { type: string }) => type === 'typing';

  test('reaches the other viewers in every process, by stream and by socket, and never the log', async () => {
    const before = await api.cursor(id);
    const [near, far] = [await streamAt(here), await streamAt(elsewhere)];
    const [nearSocket, farSocket] = [await socketAt(here), await socketAt(elsewhere)];
    const answer = await api.post(`/sessions/${id}/typing`);
    expect([answer.status, answer.text]).toEqual([204, '']);
    for (const stream of [near, far]) {
      await eventually('typing is told', () => typed(stream).length === 1);
      const [event] = typed(stream);
      expect(event?.id).toBeUndefined();
      expect(JSON.parse(event?.data ?? '')).toEqual({
        type: 'typing',
        session_id: id,
        at: expect.any(String),
        user_id: 'user-1',
      });
    }
    for (const socket of [nearSocket, farSocket]) {
      const envelope = await socket.gets('typing', isTyping);
      expect(envelope).toMatchObject({
        session_id: id,
        message_id: null,
        content: '',
        metadata: { event: 'typing', user_id: 'user-1' },
      });
      expect(envelope.metadata.cursor).toBeUndefined();
    }
    expect(await api.cursor(id)).toBe(before);
    expect(await api.events(id, before)).toEqual([]);
  });

  test('is not told to where it comes from', async () => {
    const own = await streamAt(here, '?client=tab-1');
    const other = await streamAt(here, '?client=tab-2');
    await api.post(`/sessions/${id}/typing?client=tab-1`);
    await eventually('the other tab is told', () => typed(other).length === 1);
    await api.ask(id, 'And then this');
    await eventually('the question comes', () => own.events.some(({ event }) => event === 'message.created'));
    expect(typed(own)).toEqual([]);
  });

  test('over a socket is told to the other ones only', async () => {
    const [typist, other] = [await socketAt(here), await socketAt(elsewhere)];
    const stream = await streamAt(here);
    typist.send({ type: 'typing', session_id: id, message_id: null, content: '', metadata: {} });
    await other.gets('typing', isTyping);
    await eventually('the stream is told', () => typed(stream).length === 1);
    await api.ask(id, 'And then this');
    await typist.event('message.created');
    expect(typist.received.some(isTyping)).toBe(false);
  });

  test('is passed on once in two seconds, and silently dropped beyond', async () => {
    const stream = await streamAt(here);
    const answers = await Promise.all(Array.from({ length: 30 }, () => api.post(`/sessions/${id}/typing`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    await api.ask(id, 'And then this');
    await eventually('the question comes', () => stream.events.some(({ event }) => event === 'turn.queued'));
    expect(typed(stream)).toHaveLength(1);
    await eventually('it is passed on again', async () => {
      await api.post(`/sessions/${id}/typing`);
      return typed(stream).length === 2;
    });
  });

  test('a name of a page that is none is refused', async () => {
    for (const client of ['', 'a b', 'x'.repeat(65)]) {
      const query = `?client=${encodeURIComponent(client)}`;
      expect((await api.post(`/sessions/${id}/typing${query}`)).status).toBe(400);
      expect((await api.get(`/sessions/${id}/events${query}`)).status).toBe(400);
    }
  });
});
