import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apiWith, refusal, startTestServer, type TestServer } from '../../support/server.js';
import { claims, signHs256, unsignedToken } from '../../support/tokens.js';

const now = () => Math.floor(Date.now() / 1_000);
const signed = (changes: Record<string, unknown>) => () => signHs256(claims(changes));

/** Tokens that nobody may enter with. */
const refused: [name: string, token: () => string | null][] = [
  ['none at all', () => null],
  ['one that is no token', () => 'hello'],
  ['one with a broken header', () => `x.${Buffer.from('{}').toString('base64url')}.x`],
  ['one of 20 KB of dots', () => '.'.repeat(12_000)],
  ['one that is not signed', () => unsignedToken(claims())],
  ['one signed with another secret', () => signHs256(claims(), 'another secret of thirty-two characters')],
  ['an expired one', signed({ exp: now() - 60 })],
  ['one without exp', signed({ exp: undefined })],
  ['one whose exp is text', signed({ exp: 'tomorrow' })],
  ['one without iat', signed({ iat: undefined })],
  ['one that is not valid yet', signed({ nbf: now() + 600 })],
  ['one without sub', signed({ sub: undefined })],
  ['one with an empty sub', signed({ sub: '' })],
  ['one with a NUL in sub', signed({ sub: 'a\0b' })],
  ['one of another issuer', signed({ iss: 'https://elsewhere.test' })],
  ['one without iss', signed({ iss: undefined })],
  ['one for another audience', signed({ aud: 'another-app' })],
  ['one without aud', signed({ aud: undefined })],
];

describe('tokens, in development (HS256)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  test.each(refused)('%s is answered with 401', async (_name, token) => {
    const answer = await apiWith(server, token()).get('/sessions');
    expect(refusal(answer)).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test.each([
    ['an unknown one', ['root']],
    ['none', []],
    ['no list', 'admin'],
    ['a missing claim', undefined],
  ])('a valid token with %s for a role is answered with 403', async (_name, roles) => {
    const answer = await apiWith(server, signHs256(claims({ roles }))).get('/sessions');
    expect(refusal(answer)).toEqual({ status: 403, code: 'FORBIDDEN' });
  });

  test('unknown roles beside a known one are ignored', async () => {
    const api = apiWith(server, signHs256(claims({ roles: ['root', 'viewer'] })));
    expect((await api.get('/sessions')).status).toBe(200);
    expect(refusal(await api.post('/sessions', { json: {} })).status).toBe(403);
  });

  test('aud may be a list that names this service', async () => {
    const api = apiWith(server, signHs256(claims({ aud: ['another-app', 'aside-test'] })));
    expect((await api.get('/sessions')).status).toBe(200);
  });

  test('a token in the query or in a cookie is not looked at', async () => {
    const token = signHs256(claims());
    const nobody = apiWith(server, null);
    expect((await nobody.get(`/sessions?access_token=${token}`)).status).toBe(401);
    expect((await nobody.get('/sessions', { headers: { cookie: `aside_ops=${token}` } })).status).toBe(401);
  });

  test('the body of a caller who is nobody is not read', async () => {
    const answer = await apiWith(server, null).post('/sessions', { raw: '{"broken":' });
    expect(answer.status).toBe(401);
  });
});
