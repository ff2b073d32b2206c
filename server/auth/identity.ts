/** The roles Aside knows, weakest first. */
export const roles = ['viewer', 'consultant', 'supervisor', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who may read his own sessions, and who may also write in them. */
export const readers: readonly Role[] = [...roles];
export const writers: readonly Role[] = ['consultant', 'supervisor', 'admin'];
export const admins: readonly Role[] = ['admin'];

/** Who calls, as a verified token says it. */
export interface Identity {
  userId: string;
  /** Known roles only, at least one. */
  roles: readonly Role[];
  /** Access labels: of documents that ask for some, he sees those that ask for no other. */
  labels: readonly string[];
  /** When the token ends; a stream that outlives it is closed. */
  expiresAt: Date;
  name: string | null;
  email: string | null;
  /** The one session that a ticket opens; null for a token, which opens all of the user's. */
  onlySession: string | null;
}

export function hasRole(identity: Identity, allowed: readonly Role[]): boolean {
  return identity.roles.some((role) => allowed.includes(role));
}
