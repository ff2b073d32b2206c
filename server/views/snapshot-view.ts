import { activeTurnToWire } from '../../core/active-turn.js';
import { encodeEvent } from '../../core/backplane/event-log.js';
import { AsideError } from '../../core/domain/errors.js';
import { messageToWire, standingToWire } from '../../core/domain/wire.js';
import { findStandingOfSession } from '../../core/store/budgets.js';
import type { Db } from '../../core/store/data-source.js';
import { listMessages } from '../../core/store/messages.js';
import { sessionExists } from '../../core/store/sessions.js';
import { findActiveTurn } from '../../core/store/turns.js';
import type { TakeSnapshot } from '../live/sink.js';
import type { TakeTail } from './log-tail.js';

/** Messages in a snapshot: the newest page of history. Older ones are paged on demand. */
export const SNAPSHOT_MESSAGES = 50;

/**
 * What replaces a reader's state when its cursor is no longer in the log. Rejects with CHAT_SESSION_NOT_FOUND when the
 * session was deleted since the reader was let in.
 */
export function createSnapshotView(deps: {
  db: Db;
  takeTail: TakeTail;
  /** Whether anybody has a budget. */
  budgets: boolean;
}): (sessionId: string) => TakeSnapshot {
  const { db, takeTail, budgets } = deps;
  return (sessionId) => async () => {
    const tail = await takeTail(sessionId);
    const [{ messages }, active, exists, standing] = await Promise.all([
      listMessages(db, { sessionId, type: null, limit: SNAPSHOT_MESSAGES, before: null, after: null }),
      findActiveTurn(db, sessionId),
      sessionExists(db, sessionId),
      budgets ? findStandingOfSession(db, sessionId) : null,
    ]);
    if (!exists) throw new AsideError('CHAT_SESSION_NOT_FOUND');
    const active_turn = activeTurnToWire(active, tail);
    // A running attempt is told from its beginning: its text so far is in the log only.
    const cursor = active_turn?.cursor ?? tail.cursor;
    return {
      event: encodeEvent(sessionId, {
        type: 'snapshot',
        messages: messages.map(messageToWire),
        active_turn,
        cursor,
        budget: standing && standingToWire(standing),
      }),
      cursor,
    };
  };
}
