import { AsideError } from '../../core/domain/errors.js';
import { turnToWire } from '../../core/domain/wire.js';
import type { Db } from '../../core/store/data-source.js';
import { markAnnounced } from '../../core/store/turn-attempts.js';
import { findTurn, requestStop, type TurnView } from '../../core/store/turns.js';
import type { DeliverNext } from '../after-commit/deliver.js';
import type { PublishEnd } from '../after-commit/publish.js';
import type { SignalStop } from '../after-commit/signal-stop.js';
import type { Handler } from '../http/endpoint.js';
import { ownSession } from '../views/own-session.js';

interface Deps {
  db: Db;
  publishEnd: PublishEnd;
  deliverNext: DeliverNext;
  signalStop: SignalStop;
}

/** A waiting turn ends here and now; a running one is ended by its worker, which is told. */
export function stopTurnHandler(deps: Deps): Handler<{ id: string; turn_id: string }, unknown, unknown> {
  const { db, signalStop } = deps;
  return async ({ params, identity }) => {
    const session = await ownSession(db, params.id, identity.userId);
    const key = { id: params.turn_id, sessionId: session.id };
    const stop = await requestStop(db, key);
    if (stop.outcome === 'unknown') throw new AsideError('CHAT_TURN_NOT_FOUND');
    if (stop.outcome === 'ended') throw new AsideError('TURN_ENDED');
    if (stop.outcome === 'requested') await signalStop(key.id);
    else await endWaiting(deps, stop.view);
    const found = await findTurn(db, key);
    if (!found) throw new AsideError('CHAT_TURN_NOT_FOUND');
    return { body: turnToWire(found.turn, found.place, found.answer) };
  };
}

/** No worker will tell of this end, and none will call the next one of the line. */
async function endWaiting({ db, publishEnd, deliverNext }: Deps, { turn, answer }: TurnView): Promise<void> {
  // In this order: the next of the session is not handed over before this end is announced.
  if (answer && (await publishEnd(turn, answer))) await markAnnounced(db, turn);
  await deliverNext(turn.userId);
}
