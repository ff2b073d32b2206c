import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { loadConfig } from '../../core/config.js';
import { createLogger } from '../../core/logger.js';
import type { DevInfo } from '../../dev/dev-info.js';
import { createDevRoutes } from '../../dev/routes.js';
import { sampleUserNames, sampleUsers } from '../../dev/sample-users.js';
import { composeServer, type RunningServer } from '../../server/compose.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const info: DevInfo = {
  bedrock: 'stand-in',
  model: 'a-model',
  bedrock_url: null,
  knowledge_base: null,
  ses: 'stand-in',
  mail_url: null,
  database: 'embedded',
  database_place: 'here',
  backplane: 'postgres',
  queues_url: '/dev/queues',
  users: [],
};

let dashboard = '';
let database: TestDatabase;
let server: RunningServer;
let address = '';

beforeAll(async () => {
  dashboard = mkdtempSync(join(tmpdir(), 'aside-dashboard-test-'));
  writeFileSync(join(dashboard, 'index.html'), '<!doctype html><title>Sample</title>');
  database = await createTestDatabase({ migrated: true });
  const config = loadConfig({
    NODE_ENV: 'test',
    PORT: '0',
    METRICS_PORT: '0',
    DATABASE_URL: database.url,
    JWT_ISSUER: 'issuer',
    JWT_AUDIENCE: 'audience',
    JWT_SECRET: 's'.repeat(40),
    JWT_ROLES_CLAIM: 'groups',
  });
  const signing = { secret: 's'.repeat(40), issuer: 'issuer', audience: 'audience', rolesClaim: 'groups' };
  const routes = createDevRoutes({ info, signing, dashboard });
  server = await composeServer({
    config,
    logger: createLogger('server', 'silent'),
    mount: (app) => void app.use(routes),
  });
  address = `http://127.0.0.1:${server.port}`;
});

afterAll(async () => {
  await server.close();
  await database.drop();
  rmSync(dashboard, { recursive: true, force: true });
});

function login(body: string, type = 'application/json'): Promise<Response> {
  return fetch(`${address}/dev/login`, { method: 'POST', headers: { 'content-type': type }, body });
}

describe('signing in to the sample dashboard', () => {
  test.each(sampleUserNames)('gives the %s a token that the API takes', async (user) => {
    const answer = await login(JSON.stringify({ user }));
    const { token, expires_in } = (await answer.json()) as { token: string; expires_in: number };
    const claims = decodeJwt(token);
    const { id, name, email, roles } = sampleUsers[user];
    expect(claims).toMatchObject({ sub: id, name, email, groups: roles, iss: 'issuer', aud: 'audience' });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(expires_in);
    const sessions = await fetch(`${address}/api/v1/admin/chat/sessions`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(sessions.status).toBe(200);
  });

  test.each([
    ['another user', '{"user":"root"}', 'application/json', 400],
    ['a name of every object', '{"user":"constructor"}', 'application/json', 400],
    ['no user', '{}', 'application/json', 400],
    ['null', 'null', 'application/json', 400],
    ['a form', 'user=admin', 'application/x-www-form-urlencoded', 415],
    ['half of some JSON', '{"user":', 'application/json', 400],
    ['far too much', JSON.stringify({ user: 'x'.repeat(300_000) }), 'application/json', 413],
  ])('is refused for %s', async (_what, body, type, status) => {
    const answer = await login(body, type);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { code: expect.any(String) } });
  });
});

test('Bull Board is one link away, and only there', async () => {
  expect((await fetch(`${address}/ops/queues`, { redirect: 'manual' })).status).not.toBe(200);
  const link = await fetch(`${address}/dev/queues`, { redirect: 'manual' });
  expect([link.status, link.headers.get('location')]).toEqual([303, '/ops/queues']);
  const cookie = link.headers.get('set-cookie')?.split(';')[0] ?? '';
  const board = await fetch(`${address}/ops/queues`, { headers: { cookie } });
  expect(board.status).toBe(200);
  expect(await board.text()).toContain('<html');
});

test('the dashboard is at the root, what stands in is told, and anything else is not found', async () => {
  expect(await (await fetch(`${address}/`)).text()).toContain('Sample');
  expect(await (await fetch(`${address}/dev/info`)).json()).toEqual(info);
  expect((await fetch(`${address}/dev/nothing`)).status).toBe(404);
});
