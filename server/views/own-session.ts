import { isOfOtherSession } from '../../core/backplane/session-cursors.js';
import { AsideError } from '../../core/domain/errors.js';
import type { Session } from '../../core/domain/session.js';
import type { Db } from '../../core/store/data-source.js';
import { findSession } from '../../core/store/sessions.js';

/** Refuses a cursor of another session, as a page sends it that has mixed up two of them. */
export function refuseForeignCursor(cursor: string | null, sessionId: string): void {
  if (cursor !== null && isOfOtherSession(cursor, sessionId)) {
    const details = { field: 'after', problem: 'the cursor is of another session' };
    throw new AsideError('CHAT_SESSION_NOT_FOUND', { details });
  }
}

/** The caller's own session. CHAT_SESSION_NOT_FOUND for one that is deleted, never was, or is another's. */
export async function ownSession(db: Db, sessionId: string, userId: string): Promise<Session> {
  const session = await findSession(db, { id: sessionId, userId });
  if (!session) throw new AsideError('CHAT_SESSION_NOT_FOUND');
  return session;
}
