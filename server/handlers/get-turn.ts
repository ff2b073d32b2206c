import { AsideError } from '../../core/domain/errors.js';
import { turnToWire } from '../../core/domain/wire.js';
import type { Db } from '../../core/store/data-source.js';
import { findTurn } from '../../core/store/turns.js';
import type { Handler } from '../http/endpoint.js';
import { ownSession } from '../views/own-session.js';

export function getTurnHandler(deps: { db: Db }): Handler<{ id: string; turn_id: string }, unknown, unknown> {
  return async ({ params, identity }) => {
    const session = await ownSession(deps.db, params.id, identity.userId);
    const found = await findTurn(deps.db, { id: params.turn_id, sessionId: session.id });
    if (!found) throw new AsideError('CHAT_TURN_NOT_FOUND');
    return { body: turnToWire(found.turn, found.place, found.answer) };
  };
}
