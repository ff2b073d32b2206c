import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { onceFor } from '../../core/backplane/announce.js';
import type { NewEvent } from '../../core/contracts/events.js';
import { messageToWire, turnToWire } from '../../core/domain/wire.js';
import { type AnsweredAgain, answerAgain } from '../../core/store/answer-again.js';
import type { Deliver, DeliverNext } from '../after-commit/deliver.js';
import type { Publish } from '../after-commit/publish.js';
import type { AllowanceOf } from '../budgets/load-budgets.js';
import type { Handler } from '../http/endpoint.js';
import { readIdempotencyKey } from '../http/idempotency-key.js';
import { turnPath } from '../http/paths.js';
import { ownSession } from '../views/own-session.js';

/**
 * Answers the question of an ended turn again: as a new version of the answer, with a turn of its own, or by the same
 * turn where there was no answer. It waits in its session's line like a new one.
 */
export function retryTurnHandler(deps: {
  db: DataSource;
  allowanceOf: AllowanceOf;
  publish: Publish;
  deliver: Deliver;
  deliverNext: DeliverNext;
}): Handler<{ id: string; turn_id: string }, unknown, unknown> {
  const { db, allowanceOf, publish, deliver, deliverNext } = deps;
  return async ({ params, identity, headers, correlationId }) => {
    const session = await ownSession(db, params.id, identity.userId);
    const again = await answerAgain(db, {
      id: params.turn_id,
      sessionId: session.id,
      userId: identity.userId,
      labels: identity.labels,
      allowance: allowanceOf(identity),
      correlationId,
      idempotencyKey: readIdempotencyKey(headers),
      requestHash: createHash('sha256').update(`retry ${session.id} ${params.turn_id}`).digest(),
    });
    const { outcome, turn, place, answer } = again;
    if (outcome === 'created') {
      await Promise.all([
        announce(publish, again),
        again.deliver ? deliver(turn) : deliverNext(identity.userId),
      ]);
    }
    return {
      headers: {
        Location: turnPath(session.id, turn.id),
        ...(outcome === 'replayed' && { 'Idempotency-Replayed': 'true' }),
      },
      body: turnToWire(turn, place, answer ?? undefined),
    };
  };
}

function announce(publish: Publish, { turn, place, answer }: AnsweredAgain): Promise<boolean> {
  const queued: NewEvent = { type: 'turn.queued', turn_id: turn.id, position: place };
  if (!answer) return publish(turn.sessionId, [queued]);
  const created: NewEvent = { type: 'message.created', message: messageToWire(answer) };
  return publish(turn.sessionId, [created, queued], onceFor.version(answer.id));
}
