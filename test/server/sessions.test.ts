import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { historyPage, sessionPage } from '../../core/contracts/http.js';
import { session as sessionShape } from '../../core/contracts/shapes.js';
import { newId } from '../../core/domain/ids.js';
import {
  type Api,
  apiOf,
  backplaneKinds,
  refusal,
  startTestServer,
  type TestServer,
} from '../support/server.js';

describe.each(backplaneKinds)('sessions, on %s', (backplane) => {
  let server: TestServer;
  let api: Api;
  beforeAll(async () => {
    server = await startTestServer({ backplane });
    api = apiOf(server, 'user-1');
  });
  afterAll(() => server.close());

  test('a new session has what was given and defaults for the rest, and an address', async () => {
    const answer = await api.post('/sessions', {
      json: {
        title: 'Migration',
        context: { client_name: 'Acme', cloud_providers: ['aws'] },
        metadata: { page: 7 },
      },
    });
    const made = sessionShape.parse(answer.body);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/api/v1/admin/chat/sessions/${made.id}`);
    expect(made).toMatchObject({
      user_id: 'user-1',
      title: 'Migration',
      status: 'active',
      metadata: { page: 7 },
      message_count: 0,
      last_message: null,
      active_turn: null,
      context: { client_name: 'Acme', meeting_type: null, service_types: [], cloud_providers: ['aws'] },
    });
    expect((await api.get(`/sessions/${made.id}`)).body).toEqual(made);
  });

  test('an id is found in capitals too, and events meet under one name', async () => {
    const { id } = await api.createSession();
    const cursor = await api.cursor(id.toUpperCase());
    await api.ask(id.toUpperCase());
    expect((await api.events(id, cursor)).map((event) => event.type)).toEqual([
      'message.created',
      'turn.queued',
    ]);
  });

  test('a change keeps what it does not name, also inside the context, and all tabs are told', async () => {
    const made = await api.createSession({
      title: 'A',
      context: { client_name: 'Acme', meeting_type: 'review' },
    });
    const cursor = await api.cursor(made.id);
    const answer = await api.put(`/sessions/${made.id}`, {
      json: { context: { meeting_type: null, service_types: ['ec2'] } },
    });
    const changed = sessionShape.parse(answer.body);
    expect(changed).toMatchObject({
      title: 'A',
      context: { client_name: 'Acme', meeting_type: null, service_types: ['ec2'] },
    });
    const events = await api.events(made.id, cursor);
    expect(events).toEqual([expect.objectContaining({ type: 'session.updated', session: changed })]);
  });

  test('a title can be taken away, a session closed and opened again', async () => {
    const { id } = await api.createSession({ title: 'A' });
    expect((await api.put(`/sessions/${id}`, { json: { title: null } })).body).toMatchObject({ title: null });
    expect((await api.put(`/sessions/${id}`, { json: { status: 'closed' } })).body).toMatchObject({
      status: 'closed',
    });
    const closed = await api.post(`/sessions/${id}/messages`, { json: { content: 'Hello' } });
    expect(refusal(closed)).toEqual({ status: 409, code: 'CHAT_SESSION_CLOSED' });
    await api.put(`/sessions/${id}`, { json: { status: 'active' } });
    await api.ask(id);
  });

  test('a session may be given a time to close, at its creation and later, and the time be taken away', async () => {
    const soon = '2030-01-02T03:04:05.000Z';
    const { id, expires_at } = await api.createSession({ expires_at: soon });
    expect(expires_at).toBe(soon);
    expect((await api.put(`/sessions/${id}`, { json: { title: 'A' } })).body).toMatchObject({
      expires_at: soon,
    });
    expect((await api.put(`/sessions/${id}`, { json: { expires_at: null } })).body).toMatchObject({
      expires_at: null,
    });
    await api.put(`/sessions/${id}`, { json: { expires_at: '2020-01-01T00:00:00Z' } });
    const late = await api.post(`/sessions/${id}/messages`, { json: { content: 'Hello' } });
    expect(refusal(late)).toEqual({ status: 409, code: 'CHAT_SESSION_CLOSED' });
    expect((await api.put(`/sessions/${id}`, { json: { status: 'active' } })).body).toMatchObject({
      expires_at: null,
    });
    await api.ask(id);
  });

  test.each(['tomorrow', '2030-02-31T00:00:00Z', '2030-01-01', 1_893_456_000])(
    'a time to close is an instant in UTC, which %j is not',
    async (expires_at) => {
      const answer = await api.post('/sessions', { json: { expires_at } });
      expect(refusal(answer)).toEqual({ status: 400, code: 'VALIDATION_FAILED' });
    },
  );

  test('an archived session takes no question, says what to do, and takes one when it was opened again', async () => {
    const { id } = await api.createSession();
    await api.put(`/sessions/${id}`, { json: { status: 'archived' } });
    const answer = await api.post(`/sessions/${id}/messages`, { json: { content: 'Hello' } });
    expect(refusal(answer)).toEqual({ status: 409, code: 'CHAT_SESSION_CLOSED' });
    expect(answer.text).toMatch(/archived.*Reopen it/);
    await api.put(`/sessions/${id}`, { json: { status: 'active' } });
    await api.ask(id);
  });

  test('a deleted session is gone on every address, and its turns are stopped', async () => {
    const { id } = await api.createSession();
    const { turn } = await api.ask(id);
    expect((await api.delete(`/sessions/${id}`)).status).toBe(204);
    const gone = { status: 404, code: 'CHAT_SESSION_NOT_FOUND' };
    for (const path of ['', '/history', `/turns/${turn.id}`, '/events']) {
      expect(refusal(await api.get(`/sessions/${id}${path}`))).toEqual(gone);
    }
    expect(refusal(await api.delete(`/sessions/${id}`))).toEqual(gone);
    expect(refusal(await api.post(`/sessions/${id}/messages`, { json: { content: 'a' } }))).toEqual(gone);
    const [row] = await server.database.query('SELECT state FROM turns WHERE id = $1', [turn.id]);
    expect(row).toEqual({ state: 'stopped' });
  });

  test('pages of sessions name each one once, most recently active first, also when they were made at one moment', async () => {
    const many = apiOf(server, 'with-many');
    // One statement, so one `now()` of microseconds for all, which a cursor has to tell apart by their ids.
    const made = Array.from({ length: 11 }, () => newId());
    await server.database.query(
      `INSERT INTO sessions (id, user_id) SELECT id, 'with-many' FROM unnest($1::uuid[]) AS made (id)`,
      [made],
    );
    const seen: string[] = [];
    let path: string | null = '/sessions?limit=3';
    while (path) {
      const { data, page } = sessionPage.parse((await many.get(path)).body);
      expect(data.length).toBeLessThanOrEqual(3);
      const times = data.map((item) => item.last_activity);
      expect(times).toEqual([...times].sort().reverse());
      seen.push(...data.map((item) => item.id));
      path = page.next_cursor && `/sessions?limit=3&cursor=${page.next_cursor}`;
    }
    expect([...seen].sort()).toEqual([...made].sort());
  });

  test('a list item carries its last message and the count, and can be chosen by status', async () => {
    const lister = apiOf(server, 'lister');
    const [open, closed] = [await lister.createSession(), await lister.createSession()];
    await lister.ask(open.id, 'The newest words');
    await lister.put(`/sessions/${closed.id}`, { json: { status: 'closed' } });
    expect(sessionPage.parse((await lister.get('/sessions')).body).can_write).toBe(true);
    const active = sessionPage.parse((await lister.get('/sessions?status=active')).body);
    expect(active.data).toHaveLength(1);
    expect(active.data[0]).toMatchObject({
      id: open.id,
      message_count: 2,
      last_message: { content: 'The newest words' },
    });
    const others = sessionPage.parse((await lister.get('/sessions?status=closed')).body);
    expect(others.data.map((item) => item.id)).toEqual([closed.id]);
  });
});

describe.each(backplaneKinds)('history, on %s', (backplane) => {
  let server: TestServer;
  let api: Api;
  let id: string;
  beforeAll(async () => {
    server = await startTestServer({ backplane });
    api = apiOf(server, 'user-1');
    id = (await api.createSession()).id;
    for (let index = 1; index <= 5; index++) await api.ask(id, `Question ${index}`);
  });
  afterAll(() => server.close());

  const page = async (query: string) =>
    historyPage.parse((await api.get(`/sessions/${id}/history?${query}`)).body);

  test('comes newest page first, in reading order, and leads to the oldest without a gap', async () => {
    const positions: number[][] = [];
    let cursor: string | null = null;
    do {
      const next: Awaited<ReturnType<typeof page>> = await page(
        `limit=4${cursor ? `&before=${cursor}` : ''}`,
      );
      positions.push(next.data.map((message) => message.position));
      expect(next.page.has_more).toBe(next.page.next_cursor !== null);
      cursor = next.page.next_cursor;
    } while (cursor);
    expect(positions).toEqual([
      [7, 8, 9, 10],
      [3, 4, 5, 6],
      [1, 2],
    ]);
  });

  test('can be read forward from a place, and `cursor` keeps the direction', async () => {
    const newest = await page('limit=8');
    const older = newest.page.next_cursor;
    expect((await page(`limit=3&cursor=${older}`)).data.map((message) => message.position)).toEqual([1, 2]);
    const forward = await page(`limit=3&after=${older}`);
    expect(forward.data.map((message) => message.position)).toEqual([4, 5, 6]);
    const further = await page(`limit=10&cursor=${forward.page.next_cursor}`);
    expect(further.data.map((message) => message.position)).toEqual([7, 8, 9, 10]);
  });

  test('can be limited to one type of message', async () => {
    const { data } = await page('type=user');
    expect(data.map((message) => message.content)).toEqual(
      [1, 2, 3, 4, 5].map((index) => `Question ${index}`),
    );
  });

  test('has a cursor after which the events tell what is not in the page', async () => {
    const { cursor, data } = await page('');
    expect(await api.events(id, cursor)).toEqual([]);
    const { message } = await api.ask(id, 'One more');
    const events = await api.events(id, cursor);
    expect(events[0]).toMatchObject({ type: 'message.created', message: { id: message.id } });
    expect(data.map((item) => item.id)).not.toContain(message.id);
  });
});
