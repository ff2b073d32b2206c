import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pollAnswer } from '../../core/contracts/http.js';
import {
  type Api,
  apiOf,
  apiWith,
  backplaneKinds,
  startTestServer,
  type TestServer,
} from '../support/server.js';
import { claims, signHs256 } from '../support/tokens.js';

/** A stream, read until a text has come; fails by the test's own deadline. */
async function openStream(api: Api, sessionId: string, query = '', headers: Record<string, string> = {}) {
  const left = new AbortController();
  const answer = await fetch(`${api.base}/sessions/${sessionId}/events${query}`, {
    headers: { accept: 'text/event-stream', authorization: `Bearer ${api.token}`, ...headers },
    signal: left.signal,
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const until = async (wanted: string) => {
    while (!text.includes(wanted)) {
      const part = await reader?.read();
      if (!part || part.done) break;
      text += part.value;
    }
    return text;
  };
  return { status: answer.status, headers: answer.headers, until, leave: () => left.abort() };
}

describe.each(backplaneKinds)('following a session, on %s', (backplane) => {
  let server: TestServer;
  let api: Api;
  let id: string;
  let leave: () => void = () => undefined;
  beforeAll(async () => {
    server = await startTestServer({ backplane });
    api = apiOf(server, 'user-1');
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    id = (await api.createSession()).id;
  });
  afterEach(() => leave());

  const follow = async (...rest: [query?: string, headers?: Record<string, string>]) => {
    const stream = await openStream(api, id, ...rest);
    leave = stream.leave;
    return stream;
  };

  test('a stream begins now when it is given no cursor, whatever it accepts', async () => {
    await api.ask(id, 'Before');
    const stream = await follow('', { accept: '*/*' });
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    // It ends where its connection does (decision 8).
    expect(stream.headers.get('connection')).toBe('close');
    expect(stream.headers.get('transfer-encoding')).toBeNull();
    expect(stream.headers.get('x-correlation-id')).not.toBeNull();
    await api.ask(id, 'After');
    const text = await stream.until('event: turn.queued');
    expect(text).toContain('After');
    expect(text).not.toContain('Before');
  });

  test('a stream begins after the cursor it is given, and Last-Event-ID is newer than the address', async () => {
    const start = await api.cursor(id);
    await api.ask(id, 'First');
    const middle = await api.cursor(id);
    await api.ask(id, 'Second');
    const all = await follow(`?after=${start}`);
    expect(await all.until('Second')).toContain('First');
    leave();
    const resumed = await follow(`?after=${start}`, { 'last-event-id': middle });
    const text = await resumed.until('Second');
    expect(text).not.toContain('First');
  });

  test('a cursor that no log knows is answered with a snapshot', async () => {
    await api.ask(id, 'Known to Postgres');
    const stream = await follow('?after=1-1');
    const text = await stream.until('Known to Postgres');
    expect(text).toContain('event: snapshot');
    expect(text).toContain('Known to Postgres');
  });

  test('a poll waits for the first event and answers with it', async () => {
    const after = await api.cursor(id);
    const accept = { headers: { accept: 'application/json' } };
    const polled = api.get(`/sessions/${id}/events?wait=20&after=${after}`, accept);
    await api.ask(id, 'At last');
    const { events, cursor } = pollAnswer.parse((await polled).body);
    expect(events[0]).toMatchObject({ type: 'message.created', message: { content: 'At last' } });
    expect(events.at(-1)?.id).toBe(cursor);
    const nothing = await api.get(`/sessions/${id}/events?wait=0&after=${cursor}`, accept);
    expect([nothing.status, nothing.text]).toEqual([204, '']);
  });

  test('a poll without a cursor learns one at once', async () => {
    const answer = await api.get(`/sessions/${id}/events`, { headers: { accept: 'application/json' } });
    const { events, cursor } = pollAnswer.parse(answer.body);
    expect(events).toEqual([expect.objectContaining({ type: 'snapshot', id: cursor })]);
  });

  test('a stream ends with the token it was opened with', async () => {
    const brief = apiWith(server, signHs256(claims({ exp: Math.floor(Date.now() / 1_000) + 2 })));
    const stream = await openStream(brief, id);
    const text = await stream.until('an end that never comes');
    expect(text).toContain('event: stream.closing');
    expect(text).toContain('"reason":"auth_expired"');
  });
});
