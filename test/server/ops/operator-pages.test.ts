import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { queueNames } from '../../../core/contracts/jobs.js';
import {
  type Answer,
  apiOf,
  backplaneKinds,
  refusal,
  request,
  startTestServer,
  type TestServer,
} from '../../support/server.js';
import { claims, signHs256, tokenOf } from '../../support/tokens.js';

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe.each(backplaneKinds)('the operator pages, on %s', (backplane) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ backplane });
  });
  afterAll(() => server.close());

  const open = (path: string, headers: Record<string, string> = {}) =>
    request(server.origin + path, 'GET', { headers });
  const login = (token: string, headers: Record<string, string> = {}) =>
    request(`${server.origin}/ops/login`, 'POST', { json: { token }, headers });
  const cookieOf = (answer: Answer) => answer.headers.get('set-cookie')?.split(';')[0] ?? '';

  test('a browser without a token is shown a page that asks for one, with nothing of the board', async () => {
    const answer = await open('/ops/queues', browser);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.text).toContain('Aside');
    expect(answer.text).toContain('action="/ops/login"');
    expect(answer.text).not.toContain('__UI_CONFIG__');
    expect((await open('/ops/sign-in.css')).headers.get('content-type')).toContain('text/css');
  });

  test('the icon that browsers ask for by themselves is there', async () => {
    const icon = await open('/favicon.ico');
    expect([icon.status, icon.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('image/svg+xml'),
    ]);
  });

  test.each(['/ops/queues/api/queues', '/ops/queues/static/css/main.css', '/ops/queues/queue/turns'])(
    '%s is closed to whoever is no admin',
    async (path) => {
      expect(refusal(await open(path, { accept: 'application/json' })).status).toBe(401);
      for (const role of ['viewer', 'consultant', 'supervisor']) {
        const token = tokenOf('user-1', role);
        expect(
          refusal(await open(path, { accept: 'application/json', authorization: `Bearer ${token}` })).status,
        ).toBe(403);
        expect((await open(path, { ...browser, cookie: `aside_ops=${token}` })).status).toBe(403);
      }
    },
  );

  test('an admin’s token becomes a cookie that no script and no other site can use', async () => {
    const answer = await login(tokenOf('admin-1', 'admin'));
    expect(answer.status).toBe(204);
    const cookie = answer.headers.get('set-cookie') ?? '';
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/ops', 'Max-Age='])
      expect(cookie).toContain(attribute);
    const board = await open('/ops/queues', { ...browser, cookie: cookieOf(answer) });
    expect(board.status).toBe(200);
    // The policy refuses foreign fonts; the page does not ask for them.
    expect(board.text).not.toMatch(/fonts\.googleapis/);
    expect(board.text).toContain('__UI_CONFIG__');
    expect(board.text).toContain('<title>Aside</title>');
  });

  test('the sign-in form leads to the board, or says what is wrong', async () => {
    const send = (token: string) =>
      request(`${server.origin}/ops/login`, 'POST', {
        raw: new URLSearchParams({ token }).toString(),
        headers: form,
      });
    const answer = await send(tokenOf('admin-1', 'admin'));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/ops/queues']);
    const wrong = await send('<script>alert(1)</script>');
    expect(wrong.status).toBe(401);
    expect(wrong.text).toContain('role="alert"');
    expect(wrong.text).not.toContain('<script>');
    expect((await send(tokenOf('user-1', 'viewer'))).status).toBe(403);
    expect((await send('')).headers.get('set-cookie')).toBeNull();
    expect(refusal(await send('x'.repeat(20_000)))).toEqual({ status: 413, code: 'BODY_TOO_LARGE' });
  });

  test('tokens that are bad elsewhere are bad here', async () => {
    for (const token of [
      '',
      'x',
      signHs256(claims({ roles: ['admin'], exp: 1 })),
      signHs256(claims({ roles: ['admin'] }), 'x'.repeat(40)),
    ]) {
      expect(refusal(await login(token)).status).toBe(401);
    }
    expect(refusal(await request(`${server.origin}/ops/login`, 'POST')).status).toBe(401);
    expect(refusal(await login(tokenOf('user-1', 'supervisor')))).toEqual({ status: 403, code: 'FORBIDDEN' });
  });

  test('a page of another origin can neither sign in nor act', async () => {
    const token = tokenOf('admin-1', 'admin');
    const evil = { origin: 'https://evil.example' };
    expect((await login(token, evil)).status).toBe(403);
    const headers = { ...evil, cookie: `aside_ops=${token}` };
    const path = '/ops/queues/api/queues/turns/pause';
    expect((await request(server.origin + path, 'PUT', { headers })).status).toBe(403);
  });

  test('a token that no browser would keep as a cookie is refused in a sentence', async () => {
    const long = signHs256(claims({ roles: ['admin'], groups: 'x'.repeat(3_500) }));
    const answer = await login(long);
    expect(refusal(answer)).toEqual({ status: 400, code: 'VALIDATION_FAILED' });
    expect(answer.text).toContain('too long');
    expect(answer.headers.get('set-cookie')).toBeNull();
    const raw = new URLSearchParams({ token: long }).toString();
    const page = await request(`${server.origin}/ops/login`, 'POST', { raw, headers: form });
    expect(page.status).toBe(400);
    expect(page.text).toContain('browsers keep at most 4 KB');
  });

  test('the board is for looking: nothing can be paused, removed or run again by it', async () => {
    const headers = { cookie: `aside_ops=${tokenOf('admin-1', 'admin')}`, accept: 'application/json' };
    const api = `${server.origin}/ops/queues/api/queues/turns`;
    for (const path of ['pause', 'obliterate', 'clean/completed', 'retry/failed', 'promote']) {
      const { status } = await request(`${api}/${path}`, 'PUT', { headers });
      expect([path, status]).toEqual([path, 405]);
    }
  });

  test('signing out takes the cookie away', async () => {
    const answer = await request(`${server.origin}/ops/logout`, 'POST');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('set-cookie')).toContain('Max-Age=0');
  });

  test('the board shows the job of a turn, and none of its text', async () => {
    const api = apiOf(server, 'user-1');
    const { id } = await api.createSession({ title: 'Secret project' });
    const { turn } = await api.ask(id, 'A very private question');
    const token = tokenOf('admin-1', 'admin');
    const headers = { cookie: cookieOf(await login(token)), accept: 'application/json' };
    const queues = await open('/ops/queues/api/queues?activeQueue=turns&status=latest&page=1', headers);
    expect(queues.status).toBe(200);
    expect(queues.text).toContain(turn.id);
    const job = await open(`/ops/queues/api/queues/turns/turn-${turn.id}-0`, headers);
    expect(job.status).toBe(200);
    expect(job.text).toContain(id);
    expect(queues.text + job.text).not.toMatch(/private question|Secret project|user-1/);
  });

  test('the board shows every queue there is', async () => {
    const headers = {
      cookie: cookieOf(await login(tokenOf('admin-1', 'admin'))),
      accept: 'application/json',
    };
    const { body } = await open('/ops/queues/api/queues', headers);
    const { queues } = body as { queues: { name: string; readOnlyMode: boolean }[] };
    expect(queues.map(({ name, readOnlyMode }) => [name, readOnlyMode])).toEqual(
      queueNames.map((name) => [name, true]),
    );
  });
});
