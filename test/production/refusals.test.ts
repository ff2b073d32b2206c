import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase } from '../support/postgres.js';
import { redisServerInstalled, startRedis } from '../support/redis.js';
import { testJwt } from '../support/tokens.js';
import { assembleImage, type Image } from './image.js';
import { procfile, start } from './procfile.js';

const complete = {
  NODE_ENV: 'production',
  PORT: '0',
  METRICS_PORT: '0',
  DATABASE_URL: 'postgres://nobody:hidden@127.0.0.1:1/nothing',
  JWT_ISSUER: testJwt.issuer,
  JWT_AUDIENCE: testJwt.audience,
  JWT_JWKS_URI: 'https://issuer.test/keys',
  AWS_REGION: 'eu-west-1',
};

let image: Image;
let commands: Record<string, string>;
beforeAll(async () => {
  image = await assembleImage();
  commands = await procfile();
});
afterAll(() => image?.remove());

describe.each(['web', 'worker'])(
  '%s in production refuses to start, in one sentence that names the setting,',
  (name) => {
    test.each([
      ['with a shared secret', 'JWT_SECRET', { JWT_SECRET: testJwt.secret }],
      ['when any page may embed the widget', 'CORS_ORIGINS', { CORS_ORIGINS: 'https://a.test,*' }],
      ['with a database that does not answer', 'DATABASE_URL', {}],
    ])('%s', async (_when, setting, env) => {
      const { code, stderr } = await start(commands[name] ?? '', image.folder, { ...complete, ...env }).ended;
      expect(code).toBe(1);
      expect(stderr).toMatch(new RegExp(`^${setting} [^\\n]*\\.\\n$`));
      expect(stderr).not.toContain('hidden');
    });
  },
);

test('the doctor runs in the image, and says there which settings are needed', async () => {
  const { code, stdout, stderr } = await start('node dist/doctor/main.js', image.folder, {}).ended;
  expect(code).toBe(1);
  expect(stdout).toContain('✗ DATABASE_URL is not set');
  expect(stderr).not.toContain('Error');
});

const onRedis = redisServerInstalled() ? describe : describe.skip;
onRedis('with a Redis that may evict keys', () => {
  test('web and worker refuse to start, and name the remedy; the doctor names it too', async () => {
    const database = await createTestDatabase({ migrated: true });
    const redis = await startRedis(['--maxmemory-policy', 'allkeys-lru']);
    try {
      const env = { ...complete, DATABASE_URL: database.url, REDIS_URL: redis.url };
      for (const name of ['web', 'worker']) {
        const { code, stderr } = await start(commands[name] ?? '', image.folder, env).ended;
        expect(code).toBe(1);
        expect(stderr).toMatch(/^REDIS_URL [^\n]*maxmemory-policy[^\n]*noeviction[^\n]*\.\n$/);
      }
      const doctor = await start('node dist/doctor/main.js', image.folder, env).ended;
      expect(doctor.code).toBe(1);
      expect(doctor.stdout).toMatch(/✗ REDIS_URL .*maxmemory-policy to noeviction/);
    } finally {
      await redis.stop();
      await database.drop();
    }
  });
});
