import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { jwksLimits } from '../../../server/auth/signing-keys.js';
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

test('tokens signed with RS256 and ES256 by published keys are taken, and the keys fetched once each', async () => {
  for (let round = 0; round < 3; round++) {
    expect(await statusWith(await provider.sign('rsa', claims()))).toBe(200);
    expect(await statusWith(await provider.sign('ec', claims()))).toBe(200);
  }
  expect(provider.fetches()).toBe(2);
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
  expect(await statusWith(await provider.sign('rsa', claims()))).toBe(200);
});

test('a provider that is silent is given up after its time limit', async () => {
  provider.setMode('silent');
  const begun = performance.now();
  expect(await statusWith(await provider.sign('rsa', claims()))).toBe(503);
  expect(performance.now() - begun).toBeLessThan(jwksLimits.fetchTimeoutMs + 1_500);
});

test('keys that were fetched serve through an outage', async () => {
  expect(await statusWith(await provider.sign('rsa', claims()))).toBe(200);
  provider.setMode('failing');
  expect(await statusWith(await provider.sign('rsa', claims()))).toBe(200);
});

test('made-up key ids neither flood the provider nor keep anybody out', async () => {
  expect(await statusWith(await provider.sign('rsa', claims()))).toBe(200);
  for (let index = 0; index < 40; index++) {
    expect(await statusWith(await provider.sign('rsa', claims(), { kid: `made-up-${index}` }))).toBe(401);
  }
  expect(provider.fetches()).toBeLessThanOrEqual(jwksLimits.fetchesPerMinute);
  expect(await statusWith(await provider.sign('rsa', claims()))).toBe(200);
});
