import type { Request, Response } from 'express';
import passport from 'passport';
import { ExtractJwt, type JwtFromRequestFunction, Strategy } from 'passport-jwt';
import type { Config } from '../../core/config.js';
import { AsideError } from '../../core/domain/errors.js';
import { identityFromClaims } from './claims.js';
import type { Identity } from './identity.js';
import { createKeyFinder, type KeyFinder } from './signing-keys.js';

/** Clocks of two machines differ a little; a token is not refused for that. */
export const CLOCK_TOLERANCE_SECONDS = 5;
/** Node limits all headers to 16 KB; this bounds a token that comes in a body or a cookie. */
export const MAX_TOKEN_LENGTH = 8_192;

/**
 * Resolves to the identity of the caller. Rejects with UNAUTHENTICATED, FORBIDDEN (no role known here) or
 * IDENTITY_PROVIDER_UNAVAILABLE.
 */
export type Authenticate = (req: Request, res: Response) => Promise<Identity>;

/** Makes an {@link Authenticate} for each place where a token may stand; all share one set of known keys. */
export type AuthenticateBy = (tokenIn: JwtFromRequestFunction) => Authenticate;

/** The API takes the header only, so that no cookie can be used from another site. */
export const tokenInHeader: JwtFromRequestFunction = ExtractJwt.fromAuthHeaderAsBearerToken();
/** `token` of a body that has been read already. */
export const tokenInBody: JwtFromRequestFunction = ExtractJwt.fromBodyField('token');

export function createAuthentication(jwt: Config['jwt']): AuthenticateBy {
  const keys = createKeyFinder(jwt);
  return (tokenIn) => createAuthenticator(jwt, keys, tokenIn);
}

function createAuthenticator(
  jwt: Config['jwt'],
  { findKey, algorithms }: KeyFinder,
  tokenIn: JwtFromRequestFunction,
): Authenticate {
  const authenticator = new passport.Passport();
  authenticator.use(
    'token',
    new Strategy(
      {
        jwtFromRequest: (req) => boundedToken(tokenIn(req)),
        issuer: jwt.issuer,
        audience: jwt.audience,
        algorithms,
        jsonWebTokenOptions: { clockTolerance: CLOCK_TOLERANCE_SECONDS },
        secretOrKeyProvider: (_req, token: string, done) => {
          findKey(headerOf(token)).then(
            // The types of passport-jwt know of no key object; jsonwebtoken, to which it goes, takes one.
            (key) => done(null, key as unknown as Buffer),
            (error) => done(error),
          );
        },
      },
      (payload, done) => {
        try {
          done(null, identityFromClaims(payload, jwt));
        } catch (error) {
          done(null, false, error as Error);
        }
      },
    ),
  );

  return (req, res) =>
    new Promise((resolve, reject) => {
      const settle = (error: unknown, identity: Identity | false | undefined, reason?: unknown) => {
        if (error) reject(error);
        else if (identity) resolve(identity);
        // Passport hands over why it refused: an error of ours keeps its code, any other is a bad token.
        else reject(ownError(reason) ?? new AsideError('UNAUTHENTICATED', { cause: reason }));
      };
      authenticator.authenticate('token', { session: false }, settle)(req, res, reject);
    });
}

function ownError(reason: unknown): AsideError | null {
  return reason instanceof AsideError ? reason : null;
}

function boundedToken(token: string | null): string | null {
  return token !== null && token.length <= MAX_TOKEN_LENGTH ? token : null;
}

/** The unverified header: it only chooses which key must verify the token. */
function headerOf(token: string): { alg?: unknown; kid?: unknown } {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
    return typeof header === 'object' && header !== null ? header : {};
  } catch {
    return {};
  }
}
