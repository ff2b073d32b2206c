import { createHmac } from 'node:crypto';

/** What the server under test is configured with. */
export const testJwt = {
  issuer: 'https://issuer.test',
  audience: 'aside-test',
  secret: 'a secret of at least thirty-two characters',
} as const;

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Claims of a valid token, with changes; a claim set to undefined is left out. */
export function claims(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1_000);
  const valid = {
    sub: 'user-1',
    iat: now,
    exp: now + 600,
    iss: testJwt.issuer,
    aud: testJwt.audience,
    roles: ['consultant'],
  };
  return { ...valid, ...changes };
}

/** Signs any payload with HS256, the wrong ones too. */
export function signHs256(payload: Record<string, unknown>, secret: string = testJwt.secret): string {
  const unsigned = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(payload)}`;
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`;
}

/** `alg: none`: a token that nobody has signed. */
export function unsignedToken(payload: Record<string, unknown>): string {
  return `${base64url({ alg: 'none', typ: 'JWT' })}.${base64url(payload)}.`;
}

/** A token of a user with one role. */
export function tokenOf(userId: string, ...roles: string[]): string {
  return signHs256(claims({ sub: userId, roles }));
}
