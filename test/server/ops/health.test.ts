import { afterEach, describe, expect, test } from '@jest/globals';
import { createTestDatabase } from '../../support/postgres.js';
import { startRedis } from '../../support/redis.js';
import { backplaneKinds, request, startTestServer, type TestServer } from '../../support/server.js';

let server: TestServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const probe = (running: TestServer, path: string) => request(running.origin + path, 'GET');

test.each(backplaneKinds)('a server whose parts answer is alive and ready, on %s', async (backplane) => {
  server = await startTestServer({ backplane });
  expect((await probe(server, '/livez')).body).toEqual({ status: 'ok' });
  const ready = await probe(server, '/readyz');
  expect(ready.status).toBe(200);
  expect(ready.body).toEqual({ status: 'ok', checks: { database: 'ok', backplane: 'ok' } });
});

test('without migrations a server is not ready, and says which part is not', async () => {
  const database = await createTestDatabase();
  server = await startTestServer({ database });
  const ready = await probe(server, '/readyz');
  expect(ready.status).toBe(503);
  expect(ready.body).toMatchObject({ checks: { database: 'failed' } });
  await server.close();
  server = null;
  await database.drop();
});

const withRedis = backplaneKinds.includes('redis') ? describe : describe.skip;
withRedis('when Redis goes away', () => {
  test('the server is alive, not ready, and ready again when Redis is back', async () => {
    const redis = await startRedis();
    server = await startTestServer({ env: { REDIS_URL: redis.url } });
    await redis.signal('SIGKILL');
    expect((await probe(server, '/livez')).status).toBe(200);
    expect((await probe(server, '/readyz')).body).toMatchObject({
      checks: { database: 'ok', backplane: 'failed' },
    });
    await redis.start();
    let status = 0;
    for (const end = performance.now() + 10_000; status !== 200 && performance.now() < end; ) {
      status = (await probe(server, '/readyz')).status;
    }
    expect(status).toBe(200);
    await server.close();
    server = null;
    await redis.stop();
  });
});

test('metrics time requests by route pattern, count streams, and are on a port of their own', async () => {
  server = await startTestServer();
  await probe(server, '/livez');
  await probe(server, '/no/such/address');
  const metrics = await request(`http://127.0.0.1:${server.metricsPort}/metrics`, 'GET');
  expect(metrics.status).toBe(200);
  expect(metrics.text).toContain(
    'aside_http_request_duration_seconds_count{method="GET",route="/livez",status="200"} 1',
  );
  expect(metrics.text).toContain(
    'aside_http_request_duration_seconds_count{method="GET",route="none",status="404"} 1',
  );
  expect(metrics.text).toContain('aside_open_streams 0');
  expect(metrics.text).toContain('process_resident_memory_bytes');
  expect((await probe(server, '/metrics')).status).toBe(404);
  expect((await request(`http://127.0.0.1:${server.metricsPort}/livez`, 'GET')).status).toBe(404);
});
