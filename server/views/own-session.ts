import { AsideError } from '../../core/domain/errors.js';
import type { Session } from '../../core/domain/session.js';
import type { Db } from '../../core/store/data-source.js';
import { findSession } from '../../core/store/sessions.js';

/** The caller's own session. CHAT_SESSION_NOT_FOUND for one that is deleted, never was, or is another's. */
export async function ownSession(db: Db, sessionId: string, userId: string): Promise<Session> {
  const session = await findSession(db, { id: sessionId, userId });
  if (!session) throw new AsideError('CHAT_SESSION_NOT_FOUND');
  return session;
}
