import { activeTurnToWire } from '../../core/active-turn.js';
import type { WireSession } from '../../core/contracts/shapes.js';
import type { Session } from '../../core/domain/session.js';
import { sessionToWire } from '../../core/domain/wire.js';
import type { Db } from '../../core/store/data-source.js';
import { findLastMessage } from '../../core/store/sessions.js';
import { findActiveTurn } from '../../core/store/turns.js';
import type { TakeTail } from './log-tail.js';

/** A session as its own page shows it: with its last message and the turn that is unfinished. */
export type ViewSession = (session: Session) => Promise<WireSession>;

export function createSessionView(deps: { db: Db; takeTail: TakeTail }): ViewSession {
  const { db, takeTail } = deps;
  return async (session) => {
    const tail = await takeTail(session.id);
    const [lastMessage, active] = await Promise.all([
      findLastMessage(db, session.id),
      findActiveTurn(db, session.id),
    ]);
    return sessionToWire(session, { lastMessage, activeTurn: activeTurnToWire(active, tail) });
  };
}
