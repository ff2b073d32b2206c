import { SignJWT } from 'jose';
import type { SampleUser } from './sample-users.js';

export const tokenLifeSeconds = 8 * 60 * 60;

export interface Signing {
  secret: string;
  issuer: string;
  audience: string;
  rolesClaim: string;
}

/** What an identity provider would issue, by the development secret instead of its keys. */
export function signToken(
  user: SampleUser,
  { secret, issuer, audience, rolesClaim }: Signing,
): Promise<string> {
  return new SignJWT({ name: user.name, email: user.email, [rolesClaim]: user.roles })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(user.id)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${tokenLifeSeconds}s`)
    .sign(new TextEncoder().encode(secret));
}
