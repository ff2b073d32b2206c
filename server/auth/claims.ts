import { z } from 'zod';
import { accessLabel, knowledgeLimits } from '../../core/contracts/knowledge.js';
import { storableText } from '../../core/contracts/text.js';
import { AsideError } from '../../core/domain/errors.js';
import { type Identity, type Role, roles } from './identity.js';

/**
 * What must be in a token beside `iss` and `aud`, which the verifier compares. The verifier accepts a token
 * without `exp` for ever (RFC 7519 makes every claim optional), so the claim itself is required here.
 */
const requiredClaims = z.object({
  sub: storableText(256).min(1),
  exp: z.number(),
  iat: z.number(),
});
const personClaim = storableText(320);

/**
 * The identity in a verified payload. Roles that Aside does not know are ignored; a person without any known
 * role is signed in correctly but may do nothing here: FORBIDDEN.
 */
export function identityFromClaims(
  payload: Record<string, unknown>,
  names: { rolesClaim: string; labelsClaim: string },
): Identity {
  const claims = requiredClaims.safeParse(payload);
  if (!claims.success) throw new AsideError('UNAUTHENTICATED', { cause: claims.error });
  const granted = knownRoles(payload[names.rolesClaim]);
  if (granted.length === 0) throw new AsideError('FORBIDDEN');
  return {
    userId: claims.data.sub,
    roles: granted,
    labels: labelsIn(payload[names.labelsClaim]),
    expiresAt: new Date(claims.data.exp * 1_000),
    name: personClaim.safeParse(payload.name).data ?? null,
    email: personClaim.safeParse(payload.email).data ?? null,
    onlySession: null,
  };
}

function knownRoles(claim: unknown): Role[] {
  const listed: unknown[] = Array.isArray(claim) ? claim : [];
  return roles.filter((role) => listed.includes(role));
}

/** What is no label opens nothing, and neither do those beyond the bound. */
function labelsIn(claim: unknown): string[] {
  const listed: unknown[] = Array.isArray(claim) ? claim.slice(0, knowledgeLimits.labelsOfPerson) : [];
  return listed.flatMap((label) => accessLabel.safeParse(label).data ?? []);
}
