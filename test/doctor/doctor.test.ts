import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { scheduleLimits } from '../../core/backplane/keep-scheduled.js';
import { prepareQueues } from '../../core/backplane/prepare-queues.js';
import { openQueue } from '../../core/backplane/queue-connections.js';
import { type MaintenanceJob, maintenanceJob } from '../../core/contracts/jobs.js';
import { deadlineMinutes } from '../../core/store/turn-window.js';
import { examine } from '../../doctor/examine.js';
import { asJson, asText } from '../../doctor/print.js';
import { masked } from '../../doctor/settings.js';
import { startIdentityProvider } from '../support/identity-provider.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { type OwnRedis, redisServerInstalled, startRedis } from '../support/redis.js';
import { testJwt } from '../support/tokens.js';

let database: TestDatabase;
let provider: Awaited<ReturnType<typeof startIdentityProvider>>;
let complete: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  provider = await startIdentityProvider();
  complete = {
    NODE_ENV: 'production',
    DATABASE_URL: database.url,
    JWT_ISSUER: testJwt.issuer,
    JWT_AUDIENCE: testJwt.audience,
    JWT_JWKS_URI: provider.uri,
  };
});
afterAll(async () => {
  await provider?.close();
  await database?.drop();
});

describe('the doctor', () => {
  test('says plainly which settings are needed where none is set', async () => {
    const report = await examine({});
    const named = report.problems.map((sentence) => sentence.split(' ')[0]);
    expect(named).toEqual(['DATABASE_URL', 'JWT_ISSUER', 'JWT_AUDIENCE', 'JWT_JWKS_URI']);
    expect(report).toMatchObject({ postgres: null, redis: null, identityProvider: null, queue: null });
    expect(asText(report)).toContain('DATABASE_URL is not set');
    expect(asText(report)).toContain('`npm start` needs none of the settings that are missing');
  });

  test('says that the trial needs none of them where some are set, too', async () => {
    const report = await examine({ DATABASE_URL: database.url });
    expect(report.problems.map((sentence) => sentence.split(' ')[0])).toEqual([
      ...['JWT_ISSUER', 'JWT_AUDIENCE', 'JWT_JWKS_URI'],
    ]);
    expect(asText(report)).toContain('`npm start` needs none of the settings that are missing');
  });

  test('does not mind a reader who has read enough', async () => {
    const doctor = spawn(process.execPath, ['dist/doctor/main.js'], { env: {} });
    doctor.stdout.destroy();
    let said = '';
    doctor.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [code] = await once(doctor, 'close');
    expect({ code, said }).toEqual({ code: 1, said: '' });
  });

  test('tells everything that is wrong with the settings, not the first of it', async () => {
    const env = { NODE_ENV: 'production', JWT_SECRET: testJwt.secret, CORS_ORIGINS: '*', PORT: 'x' };
    const text = (await examine(env)).problems.join('\n');
    for (const name of ['PORT', 'DATABASE_URL', 'JWT_SECRET', 'CORS_ORIGINS']) {
      expect(text).toMatch(new RegExp(`^${name} `, 'm'));
    }
  });

  test('finds nothing wrong with an installation that works, and changes nothing in it', async () => {
    const tables = "SELECT count(*)::int AS tables FROM pg_class WHERE relnamespace = 'public'::regnamespace";
    const before = await database.query(tables);
    const report = await examine(complete);
    expect(report.problems).toEqual([]);
    expect(report.postgres).toMatchObject({ migrations: { missing: [], unknown: [] }, turns: { queued: 0 } });
    expect(Math.abs(report.postgres?.clockAheadMs ?? Number.NaN)).toBeLessThan(2_000);
    expect(report.identityProvider).toEqual({ keys: 2 });
    expect(await database.query(tables)).toEqual(before);
  });

  test('says when vectors are wanted that this PostgreSQL cannot keep', async () => {
    const report = await examine({ ...complete, EMBEDDING_MODEL_ID: 'cohere.embed-multilingual-v3' });
    expect(report.notices).toContainEqual(expect.stringMatching(/^EMBEDDING_MODEL_ID .*no pgvector/));
    expect(report.problems).toEqual([]);
    expect((await examine(complete)).notices).not.toContainEqual(expect.stringContaining('pgvector'));
  });

  test('names the remedy when migrations are missing', async () => {
    const empty = await createTestDatabase();
    try {
      const report = await examine({ ...complete, DATABASE_URL: empty.url });
      expect(report.problems).toEqual([expect.stringMatching(/^DATABASE_URL .*npm run migrate/)]);
      expect(await empty.query("SELECT to_regclass('aside_migrations') AS made")).toEqual([{ made: null }]);
    } finally {
      await empty.drop();
    }
  });

  test('counts turns that wait and turns whose worker fell silent', async () => {
    const own = await createTestDatabase({ migrated: true });
    try {
      await own.query(
        `INSERT INTO sessions (id, user_id) VALUES (gen_random_uuid(), 'ana'), (gen_random_uuid(), 'ben'), (gen_random_uuid(), 'cleo')`,
      );
      // Handed over two minutes ago.
      const handedOver = new Date(Date.now() + (deadlineMinutes - 2) * 60_000).toISOString();
      const turns = (state: string, user: string, deadline = handedOver) =>
        own.query(
          `INSERT INTO turns (id, session_id, user_id, message_id, answer_id, position, state, lease_until, deadline_at,
             correlation_id, created_at)
           SELECT gen_random_uuid(), id, user_id, gen_random_uuid(), gen_random_uuid(), 1, $1, now() - interval '1 minute',
             $3::timestamptz, 'c', now() - interval '2 minutes' FROM sessions WHERE user_id = $2`,
          [state, user, deadline],
        );
      await turns('queued', 'ana');
      await turns('running', 'ben');
      await turns('queued', 'cleo', 'infinity');
      const { postgres, notices } = await examine({ ...complete, DATABASE_URL: own.url });
      expect(postgres?.turns).toMatchObject({
        queued: 2,
        waiting: 1,
        backingOff: 0,
        running: 1,
        deadLeases: 1,
      });
      expect(postgres?.turns?.oldestQueuedMs).toBeGreaterThan(119_000);
      expect(notices.join('\n')).toMatch(/lost their worker[\s\S]*oldest queued turn/);
    } finally {
      await own.drop();
    }
  });

  test('says when what is done by the clock has no schedule, or is late', async () => {
    const own = await createTestDatabase({ migrated: true });
    const config = { databaseUrl: own.url, redisUrl: null };
    const env = { ...complete, DATABASE_URL: own.url };
    try {
      await prepareQueues(config);
      const { queue, ready, close } = openQueue<MaintenanceJob>(config, maintenanceJob.queue, {}, () => {});
      try {
        await ready();
        expect((await examine(env)).notices).toEqual([
          expect.stringMatching(/no schedule for expire, archive/),
        ]);
        for (const [name, pattern] of Object.entries(maintenanceJob.schedules)) {
          await queue.upsertJobScheduler(name, { pattern }, { name, data: {} });
        }
        expect((await examine(env)).notices).toEqual([]);
        const now = Date.now.bind(Date);
        jest.spyOn(Date, 'now').mockImplementation(() => now() + scheduleLimits.lateMs + 120_000);
        expect((await examine(env)).notices).toEqual([
          expect.stringMatching(/behind this machine’s/),
          expect.stringMatching(/is late with expire/),
        ]);
      } finally {
        jest.restoreAllMocks();
        await close();
      }
    } finally {
      await own.drop();
    }
  });

  test('says within its time that what is set does not answer', async () => {
    provider.setMode('silent');
    try {
      const report = await examine({
        ...complete,
        DATABASE_URL: 'postgres://aside:s3cr3t-word@127.0.0.1:1/aside',
        REDIS_URL: 'redis://:s3cr3t-word@127.0.0.1:1',
      });
      const named = report.problems.map((sentence) => sentence.split(' ')[0]);
      expect(named.sort()).toEqual(['DATABASE_URL', 'JWT_JWKS_URI', 'REDIS_URL']);
      expect(asText(report)).not.toContain('npm start');
      expect(asText(report) + asJson(report)).not.toContain('s3cr3t-word');
    } finally {
      provider.setMode('well');
    }
  });

  test('is read by programs as one JSON object in snake_case', async () => {
    const answer = JSON.parse(asJson(await examine(complete)));
    expect(answer).toMatchObject({ ok: true, problems: [], identity_provider: { keys: 2 } });
    expect(answer.postgres).toHaveProperty('clock_ahead_ms');
    expect(answer.bounds.length).toBeGreaterThan(100);
  });
});

test.each([
  ['JWT_SECRET', 'whatever it is', '***'],
  ['DATABASE_URL', 'postgres://aside:p@ss/w:rd@db:5432/aside', 'postgres://aside:***@db:5432/aside'],
  [
    'DATABASE_URL',
    'postgres://db/aside?user=a&password=x&ssl=1',
    'postgres://db/aside?user=a&password=***&ssl=1',
  ],
  ['REDIS_URL', 'rediss://:one@a:1,rediss://:two@b:2', 'rediss://:***@a:1,rediss://:***@b:2'],
  ['REDIS_URL', 'redis://a:6379', 'redis://a:6379'],
])('%s %s is shown as %s', (name, value, shown) => {
  expect(masked(name, value)).toBe(shown);
});

const onRedis = redisServerInstalled() ? describe : describe.skip;
onRedis('the doctor, with Redis', () => {
  let redis: OwnRedis;
  let client: Redis;
  beforeAll(async () => {
    redis = await startRedis(['--maxmemory-policy', 'allkeys-lru']);
    client = new Redis(redis.url);
  });
  afterAll(async () => {
    client?.disconnect();
    await redis?.stop();
  });

  test('refuses one that may evict keys in production, and mentions it elsewhere', async () => {
    const sentence = /^REDIS_URL .*maxmemory-policy to noeviction/;
    const production = await examine({ ...complete, REDIS_URL: redis.url });
    expect(production.problems).toEqual([expect.stringMatching(sentence)]);
    const elsewhere = await examine({ ...complete, NODE_ENV: 'development', REDIS_URL: redis.url });
    expect(elsewhere.problems).toEqual([]);
    expect(elsewhere.notices).toContainEqual(expect.stringMatching(sentence));
  });

  test('tells version, persistence and the depth of the queue, and leaves no key behind', async () => {
    await client.flushall();
    const { redis: state, queue, notices } = await examine({ ...complete, REDIS_URL: redis.url });
    expect(state).toMatchObject({ version: expect.stringMatching(/^\d/), appendOnly: false });
    expect(queue).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
    expect(notices).toContainEqual(expect.stringContaining('append-only file'));
    expect(await client.dbsize()).toBe(0);
  });
});
