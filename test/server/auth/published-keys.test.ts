import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KEY_SET_TIMEOUT_MS, MAX_KEY_SET_BYTES } from '../../../server/auth/fetch-key-set.js';
import { createPublishedKeys, publishedKeysLimits } from '../../../server/auth/published-keys.js';
import { eventually } from '../../support/eventually.js';
import { type IdentityProvider, startIdentityProvider } from '../../support/identity-provider.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { apiWith, refusal, startTestServer, type TestServer } from '../../support/server.js';
import { claims, signHs256 } from '../../support/tokens.js';

let database: TestDatabase;
let provider: IdentityProvider;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
});
afterAll(() => database.drop());
beforeEach(async () => {
  provider = await startIdentityProvider();
  server = await startTestServer({
    database,
    env: { NODE_ENV: 'production', JWT_SECRET: '', JWT_JWKS_URI: provider.uri },
  });
});
afterEach(async () => {
  await server.close();
  await provider.close();
});

const statusWith = async (token: string) => (await apiWith(server, token).get('/sessions')).status;

test('tokens signed with RS256 and ES256 by published keys are taken, and the key set is fetched once', async () => {
  for (let round = 0; round < 3; round++) {
    expect(await statusWith(await provider.sign('rsa', claims()))).toBe(200);
    expect(await statusWith(await provider.sign('ec', claims()))).toBe(200);
  }
  expect(provider.fetches()).toBe(1);
});

test('a token signed by a key that was not published is refused', async () => {
  const other = await startIdentityProvider();
  expect(await statusWith(await other.sign('rsa', claims()))).toBe(401);
  await other.close();
});

test('a token signed with the public key as an HS256 secret is refused', async () => {
  expect(await statusWith(signHs256(claims(), await provider.publicPem('rsa')))).toBe(401);
});

test('expiry, issuer and audience count here too', async () => {
  expect(await statusWith(await provider.sign('rsa', claims({ exp: 1 })))).toBe(401);
  expect(await statusWith(await provider.sign('rsa', claims({ exp: undefined })))).toBe(401);
  expect(await statusWith(await provider.sign('rsa', claims({ iss: 'x' })))).toBe(401);
  expect(await statusWith(await provider.sign('rsa', claims({ aud: 'x' })))).toBe(401);
});

test('while the provider is down, a caller whose key is unknown is answered with 503 and told when to try again', async () => {
  provider.setMode('failing');
  const answer = await apiWith(server, await provider.sign('rsa', claims())).get('/sessions');
  expect(refusal(answer)).toEqual({ status: 503, code: 'IDENTITY_PROVIDER_UNAVAILABLE' });
  expect(answer.headers.get('retry-after')).toBe('5');

  provider.setMode('well');
  const token = await provider.sign('rsa', claims());
  await eventually('the keys are fetched', async () => (await statusWith(token)) === 200);
});

test('a provider that is silent is given up after its time limit', async () => {
  provider.setMode('silent');
  const begun = performance.now();
  expect(await statusWith(await provider.sign('rsa', claims()))).toBe(503);
  expect(performance.now() - begun).toBeLessThan(KEY_SET_TIMEOUT_MS * 5);
});

test('keys that were fetched serve through an outage', async () => {
  expect(await statusWith(await provider.sign('rsa', claims()))).toBe(200);
  provider.setMode('failing');
  expect(await statusWith(await provider.sign('rsa', claims()))).toBe(200);
});

test('made-up key ids, also before the first good token, neither flood the provider nor keep anybody out', async () => {
  for (let index = 0; index < 40; index++) {
    expect(await statusWith(await provider.sign('rsa', claims(), { kid: `made-up-${index}` }))).toBe(401);
  }
  expect(await statusWith(await provider.sign('rsa', claims()))).toBe(200);
  expect(await statusWith(await provider.sign('ec', claims()))).toBe(200);
  expect(provider.fetches()).toBeLessThanOrEqual(2);
});

test('a key set without an end is not read to its end', async () => {
  provider.setMode('endless');
  expect(await statusWith(await provider.sign('rsa', claims()))).toBe(503);
  // A little more than is taken fits into the buffers on the way; in three seconds it would be hundreds of megabytes.
  expect(provider.poured()).toBeLessThan(100 * MAX_KEY_SET_BYTES);
});

describe('the set of published keys', () => {
  const limits = { ...publishedKeysLimits, refetchEveryMs: 0, firstFetchEveryMs: 0 };

  test('learns a key that was published later', async () => {
    const find = createPublishedKeys(provider.uri, limits);
    await find('rsa');
    await provider.publish('next');
    expect(await find('next')).toMatchObject({ type: 'public' });
  });

  test('is asked for anew when it is old, and serves on when it cannot be had', async () => {
    const find = createPublishedKeys(provider.uri, { ...limits, maxAgeMs: 0 });
    await find('rsa');
    await find('rsa');
    expect(provider.fetches()).toBe(2);
    provider.setMode('failing');
    expect(await find('rsa')).toMatchObject({ type: 'public' });
    expect(provider.fetches()).toBe(3);
    // Whether a key that it does not hold was published meanwhile, nobody can say.
    await expect(find('next')).rejects.toMatchObject({ code: 'IDENTITY_PROVIDER_UNAVAILABLE' });
  });

  test('is not trusted for ever without its provider', async () => {
    const find = createPublishedKeys(provider.uri, { ...limits, maxAgeMs: 0, maxAgeInOutageMs: 0 });
    await expect(find('rsa')).rejects.toBeDefined();
    provider.setMode('failing');
    await expect(find('rsa')).rejects.toMatchObject({ code: 'IDENTITY_PROVIDER_UNAVAILABLE' });
  });
});
