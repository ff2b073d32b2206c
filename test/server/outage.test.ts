import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pollAnswer } from '../../core/contracts/http.js';
import { eventually } from '../support/eventually.js';
import { type OwnRedis, startRedis } from '../support/redis.js';
import {
  type Api,
  apiOf,
  backplaneKinds,
  request,
  startTestServer,
  type TestServer,
} from '../support/server.js';

const withRedis = backplaneKinds.includes('redis') ? describe : describe.skip;

withRedis.each(['is killed', 'is silent'] as const)('while Redis %s', (how) => {
  let redis: OwnRedis;
  let server: TestServer;
  let api: Api;
  let sessionId: string;
  let cursor: string;

  beforeAll(async () => {
    redis = await startRedis();
    server = await startTestServer({ env: { REDIS_URL: redis.url } });
    api = apiOf(server, 'user-1');
    sessionId = (await api.createSession()).id;
    await api.ask(sessionId, 'Before');
    cursor = await api.cursor(sessionId);
    await redis.signal(how === 'is killed' ? 'SIGKILL' : 'SIGSTOP');
  });
  afterAll(async () => {
    await redis.signal('SIGCONT');
    await server.close();
    await redis.stop();
  });

  const timed = async <T>(work: () => Promise<T>) => {
    const begun = performance.now();
    const result = await work();
    return { result, ms: performance.now() - begun };
  };

  test('a message is taken with 202 within 500 ms, is in Postgres, and left to the sweep', async () => {
    for (let round = 0; round < 3; round++) {
      const { id } = await api.createSession();
      const { result, ms } = await timed(() => api.ask(id, 'During'));
      expect(ms).toBeLessThan(500);
      const [turn] = await server.database.query('SELECT state, delivered_at FROM turns WHERE id = $1', [
        result.turn.id,
      ]);
      expect(turn).toEqual({ state: 'queued', delivered_at: null });
    }
  });

  test('sessions and history can be read, and lead to a snapshot later', async () => {
    const history = await timed(() => api.get(`/sessions/${sessionId}/history`));
    expect(history.result.status).toBe(200);
    expect(history.result.body).toMatchObject({ cursor: '0-0' });
    expect((await api.get(`/sessions/${sessionId}`)).status).toBe(200);
    expect((await api.get('/sessions')).status).toBe(200);
    // It waits a second for the log; how much a busy machine adds is no matter.
    expect(history.ms).toBeLessThan(5_000);
  });

  test('a poll without a cursor of the log is paced, so that nobody asks again and again', async () => {
    const path = `/sessions/${sessionId}/events?wait=1&after=0-0`;
    const answer = await timed(() => api.get(path, { headers: { accept: 'application/json' } }));
    expect(answer.result.body).toMatchObject({ events: [{ type: 'snapshot' }], cursor: '0-0' });
    expect(answer.ms).toBeGreaterThan(900);
  });

  test('a waiting turn can be stopped and run again', async () => {
    const { id } = await api.createSession();
    const { turn } = await api.ask(id);
    expect((await api.post(`/sessions/${id}/turns/${turn.id}/stop`)).body).toMatchObject({
      state: 'stopped',
    });
    expect((await api.post(`/sessions/${id}/turns/${turn.id}/retry`)).body).toMatchObject({
      state: 'queued',
    });
  });

  test('who polls is told what Postgres knows', async () => {
    const accept = { headers: { accept: 'application/json' } };
    const answer = await api.get(`/sessions/${sessionId}/events?wait=1&after=${cursor}`, accept);
    const { events } = pollAnswer.parse(answer.body);
    expect(events).toEqual([expect.objectContaining({ type: 'snapshot', messages: expect.any(Array) })]);
    expect(answer.text).toContain('Before');
  });
});

withRedis('a server that starts while Redis is away', () => {
  test('takes messages, and is ready once Redis is there', async () => {
    const redis = await startRedis();
    await redis.signal('SIGKILL');
    const server = await startTestServer({ env: { REDIS_URL: redis.url } });
    const api = apiOf(server, 'user-1');
    await api.ask((await api.createSession()).id, 'Is anybody there?');
    const ready = async () => (await request(`${server.origin}/readyz`, 'GET')).status;
    expect(await ready()).toBe(503);
    await redis.start();
    await eventually('the server is ready', async () => (await ready()) === 200);
    await server.close();
    await redis.stop();
  });
});

test('while Postgres is away, requests are answered with 503 and a time to try again', async () => {
  const server = await startTestServer();
  const api = apiOf(server, 'user-1');
  const { id } = await api.createSession();
  await server.database.drop();
  const answer = await api.get(`/sessions/${id}`);
  expect(answer.status).toBe(503);
  expect(answer.body).toMatchObject({ error: { code: 'SERVICE_UNAVAILABLE', retry_after: 2 } });
  expect(answer.headers.get('retry-after')).toBe('2');
  await server.close();
});
