import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Role } from '../../server/auth/identity.js';
import {
  apiOf,
  apiWith,
  backplaneKinds,
  type Call,
  refusal,
  startTestServer,
  type TestServer,
} from '../support/server.js';
import { shakeHands } from '../support/socket-client.js';
import { claims, signHs256, tokenOf } from '../support/tokens.js';

/** A request that the owner of `sessionId` and of its turn succeeds with, for each row of the route table. */
const samples: Record<
  string,
  {
    make: 'nothing' | 'waiting turn' | 'stopped turn';
    call?: Call | ((sessionId: string) => Call);
    query?: string;
    /** The request asks for a WebSocket. */
    upgrades?: boolean;
  }
> = {
  'post /sessions': { make: 'nothing', call: { json: { title: 'A session' } } },
  'get /sessions': { make: 'nothing' },
  'get /sessions/:id': { make: 'nothing' },
  'put /sessions/:id': { make: 'nothing', call: { json: { title: 'Another title' } } },
  'delete /sessions/:id': { make: 'nothing' },
  'get /sessions/:id/history': { make: 'waiting turn' },
  'post /sessions/:id/messages': { make: 'nothing', call: { json: { content: 'Hello' } } },
  'get /sessions/:id/turns/:turn_id': { make: 'waiting turn' },
  'post /sessions/:id/turns/:turn_id/stop': { make: 'waiting turn' },
  'post /sessions/:id/turns/:turn_id/retry': { make: 'stopped turn' },
  'get /sessions/:id/events': {
    make: 'waiting turn',
    query: '?wait=0',
    call: { headers: { accept: 'application/json' } },
  },
  'post /sessions/:id/typing': { make: 'nothing' },
  'post /stream-tickets': { make: 'nothing', call: (session_id) => ({ json: { session_id } }) },
  'get /quick-actions': { make: 'nothing' },
  'get /ws': { make: 'nothing', upgrades: true },
};

/** What a viewer may do beside reading: get what reading takes where no header can be sent. */
const viewersMayToo = ['post /stream-tickets'];

const owner = 'owner';
const ownRoles: Role[] = ['viewer', 'consultant', 'supervisor', 'admin'];

/** Who knocks, and what he is told unless his role lets him in. */
const identities: { name: string; token: string | null; refusal: number | null; role: Role | null }[] = [
  { name: 'nobody', token: null, refusal: 401, role: null },
  { name: 'an expired token', token: signHs256(claims({ sub: owner, exp: 1 })), refusal: 401, role: null },
  { name: 'a token without a known role', token: tokenOf(owner, 'root'), refusal: 403, role: null },
  ...ownRoles.map((role) => ({
    name: `the owner as ${role}`,
    token: tokenOf(owner, role),
    refusal: null,
    role,
  })),
];
const strangers = (['viewer', 'consultant', 'supervisor', 'admin'] as const).map((role) => ({
  name: `another ${role}`,
  token: tokenOf('stranger', role),
  role,
}));

describe.each(backplaneKinds)('who may do what, on %s', (backplane) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ backplane });
  });
  afterAll(() => server.close());

  /** The owner's session, and the address of the row with its ids filled in. */
  const arrange = async (key: string) => {
    const sample = samples[key];
    if (!sample) throw new Error(`no sample request for ${key}`);
    const api = apiOf(server, owner);
    const session = await api.createSession({ title: 'Mine' });
    let turnId = '';
    if (sample.make !== 'nothing') turnId = (await api.ask(session.id)).turn.id;
    if (sample.make === 'stopped turn') await api.post(`/sessions/${session.id}/turns/${turnId}/stop`);
    const [method = '', pattern = ''] = key.split(' ');
    const path = pattern.replace(':id', session.id).replace(':turn_id', turnId) + (sample.query ?? '');
    const call = typeof sample.call === 'function' ? sample.call(session.id) : (sample.call ?? {});
    const send = (token: string | null) =>
      sample.upgrades
        ? shakeHands(server, { token })
        : apiWith(server, token).call(method.toUpperCase(), path, call);
    const names = `${path} ${JSON.stringify(call)}`.includes(session.id);
    return { send, names, session, turnId };
  };

  test('every row of the route table has a sample request here, and every sample a row', () => {
    const rows = server.routes.map((route) => `${route.method} ${route.path}`);
    expect(Object.keys(samples).sort()).toEqual(rows.sort());
    for (const route of server.routes) expect(route.roles.length).toBeGreaterThan(0);
  });

  test('viewers may read everything of their own and change nothing', () => {
    for (const route of server.routes) {
      const row = `${route.method} ${route.path}`;
      const reads = route.method === 'get' || viewersMayToo.includes(row);
      expect([row, route.roles.includes('viewer')]).toEqual([row, reads]);
      expect(route.roles).toEqual(expect.arrayContaining(['consultant', 'supervisor', 'admin']));
    }
  });

  describe.each(Object.keys(samples))('%s', (key) => {
    test.each(identities)('$name', async (identity) => {
      const route = server.routes.find((row) => `${row.method} ${row.path}` === key);
      const { send } = await arrange(key);
      const answer = await send(identity.token);
      const roleMay = identity.role !== null && route?.roles.includes(identity.role);
      expect(answer.status).toBe(identity.refusal ?? (roleMay ? route?.success : 403));
    });

    test.each(strangers)('$name finds nothing', async ({ token, role }) => {
      const route = server.routes.find((row) => `${row.method} ${row.path}` === key);
      const { send, names, session, turnId } = await arrange(key);
      const api = apiOf(server, owner);
      const before = (await api.get(`/sessions/${session.id}`)).body;
      const answer = await send(token);
      const roleMay = route?.roles.includes(role);
      if (!roleMay) expect(answer.status).toBe(403);
      else if (names) {
        expect(refusal(answer)).toEqual({ status: 404, code: 'CHAT_SESSION_NOT_FOUND' });
      } else expect(answer.text).not.toContain(session.id);
      expect((await api.get(`/sessions/${session.id}`)).body).toEqual(before);
      if (turnId) expect((await api.get(`/sessions/${session.id}/turns/${turnId}`)).status).toBe(200);
    });
  });

  test('a turn of one session is not found in another one of the same user', async () => {
    const api = apiOf(server, owner);
    const [first, second] = [await api.createSession(), await api.createSession()];
    const { turn } = await api.ask(first.id);
    const base = `/sessions/${second.id}/turns/${turn.id}`;
    const notFound = { status: 404, code: 'CHAT_TURN_NOT_FOUND' };
    expect(refusal(await api.get(base))).toEqual(notFound);
    expect(refusal(await api.post(`${base}/stop`))).toEqual(notFound);
    expect(refusal(await api.post(`${base}/retry`))).toEqual(notFound);
  });

  test('a stream is refused to a stranger before it begins', async () => {
    const session = await apiOf(server, owner).createSession();
    const answer = await apiOf(server, 'stranger', 'admin').get(`/sessions/${session.id}/events`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(refusal(answer)).toEqual({ status: 404, code: 'CHAT_SESSION_NOT_FOUND' });
  });

  test('page cursors of one user show another one nothing of his', async () => {
    const mine = apiOf(server, 'with-many');
    for (let index = 0; index < 3; index++) await mine.createSession({ title: `Mine ${index}` });
    const page = (await mine.get('/sessions?limit=1')).body as { page: { next_cursor: string } };
    const theirs = await apiOf(server, 'other-user').get(`/sessions?cursor=${page.page.next_cursor}`);
    expect(theirs.body).toMatchObject({ data: [], page: { has_more: false } });
  });
});
