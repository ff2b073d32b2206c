export type SessionStatus = 'active' | 'closed' | 'archived' | 'escalated';

export interface SessionContext {
  clientName: string | null;
  meetingType: string | null;
  projectContext: string | null;
  serviceTypes: string[];
  cloudProviders: string[];
  customFields: Record<string, unknown>;
}

/** Something that the conversation named, and the message that named it last. */
export interface SessionEntity {
  type: string;
  value: string;
  messageId: string;
}

export interface Session {
  id: string;
  userId: string;
  title: string | null;
  status: SessionStatus;
  context: SessionContext;
  /** Newest first. */
  entities: SessionEntity[];
  /** 0 to 5: repeated negatives raise it, positives lower it. */
  frustration: number;
  metadata: Record<string, unknown>;
  rating: number | null;
  messageCount: number;
  createdAt: Date;
  updatedAt: Date;
  lastActivity: Date;
  expiresAt: Date | null;
}

/** Most that a session keeps of what was named in it. */
export const MAX_SESSION_ENTITIES = 40;

/** What a message names goes before what was named earlier; each thing is there once. */
export function mergeEntities(
  before: readonly SessionEntity[],
  found: readonly { type: string; value: string }[],
  messageId: string,
): SessionEntity[] {
  const merged = new Map<string, SessionEntity>();
  for (const { type, value, messageId: by } of [...found.map((one) => ({ ...one, messageId })), ...before]) {
    const key = `${type} ${value}`;
    if (!merged.has(key)) merged.set(key, { type, value, messageId: by });
  }
  return [...merged.values()].slice(0, MAX_SESSION_ENTITIES);
}

export const emptyContext: SessionContext = {
  clientName: null,
  meetingType: null,
  projectContext: null,
  serviceTypes: [],
  cloudProviders: [],
  customFields: {},
};
