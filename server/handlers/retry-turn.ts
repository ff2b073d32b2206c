import { turnToWire } from '../../core/domain/wire.js';
import type { BudgetDb } from '../../core/store/budgets.js';
import { retryTurn } from '../../core/store/turns.js';
import type { Deliver, DeliverNext } from '../after-commit/deliver.js';
import type { Publish } from '../after-commit/publish.js';
import type { AllowanceOf } from '../budgets/load-budgets.js';
import type { Handler } from '../http/endpoint.js';
import { turnPath } from '../http/paths.js';
import { ownSession } from '../views/own-session.js';

/** Runs a failed or stopped turn again: it waits in its session's line like a new one. */
export function retryTurnHandler(deps: {
  db: BudgetDb;
  allowanceOf: AllowanceOf;
  publish: Publish;
  deliver: Deliver;
  deliverNext: DeliverNext;
}): Handler<{ id: string; turn_id: string }, unknown, unknown> {
  const { db, allowanceOf, publish, deliver, deliverNext } = deps;
  return async ({ params, identity }) => {
    const session = await ownSession(db, params.id, identity.userId);
    const retried = await retryTurn(db, {
      id: params.turn_id,
      sessionId: session.id,
      labels: identity.labels,
      allowance: allowanceOf(identity),
    });
    const { turn, place } = retried;
    await Promise.all([
      publish(session.id, [{ type: 'turn.queued', turn_id: turn.id, position: place }]),
      retried.deliver ? deliver(turn) : deliverNext(identity.userId),
    ]);
    return { headers: { Location: turnPath(session.id, turn.id) }, body: turnToWire(turn, place) };
  };
}
