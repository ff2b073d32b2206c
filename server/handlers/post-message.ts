import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { onceFor } from '../../core/backplane/announce.js';
import type { PostMessageAnswer, PostMessageBody } from '../../core/contracts/http.js';
import { contextFromWire, messageToWire, turnToWire } from '../../core/domain/wire.js';
import type { QuickAction } from '../../core/quick-actions/quick-action-file.js';
import { editQuestion } from '../../core/store/edit-question.js';
import { findPosted, type PostedMessage, postMessage } from '../../core/store/post-message.js';
import type { Deliver, DeliverNext } from '../after-commit/deliver.js';
import type { Publish, TellSession } from '../after-commit/publish.js';
import type { AllowanceOf } from '../budgets/load-budgets.js';
import type { Handler, Reply } from '../http/endpoint.js';
import { readIdempotencyKey } from '../http/idempotency-key.js';
import { eventsPath, turnPath } from '../http/paths.js';
import { type RefuseBlocked, textsOf } from '../moderation/refuse-blocked.js';
import { createContentReader } from '../quick-actions/content-of.js';

/**
 * The 202 that is kept: the message is committed before anything else is told of it. Telling the watchers and the
 * queue comes after, side by side and for a short time only; where it fails, the sweep does it.
 */
export function postMessageHandler(deps: {
  db: DataSource;
  allowanceOf: AllowanceOf;
  publish: Publish;
  deliver: Deliver;
  deliverNext: DeliverNext;
  tellSession: TellSession;
  refuseBlocked: RefuseBlocked;
  quickActions: readonly QuickAction[];
}): Handler<{ id: string }, unknown, PostMessageBody> {
  const { db, allowanceOf, publish, deliver, deliverNext, tellSession, refuseBlocked } = deps;
  const contentOf = createContentReader(deps);
  return async ({ params, body, identity, headers, correlationId }) => {
    const about = { sessionId: params.id, userId: identity.userId };
    // The header goes before `client_message_id`, which serves as the key without it.
    const idempotencyKey = readIdempotencyKey(headers) ?? body.client_message_id ?? null;
    const requestHash = hashOf(params.id, body);
    let content: string;
    try {
      content = await contentOf(about, body, headers);
      await refuseBlocked(about, [content, ...textsOf(body.context)]);
    } catch (refusal) {
      // What was taken under this key by other rules, or when there were other quick actions, stays taken.
      const taken = idempotencyKey && (await findPosted(db, identity.userId, idempotencyKey, requestHash));
      if (!taken) throw refusal;
      return answer(taken);
    }
    const input = {
      ...about,
      content,
      quickAction: body.quick_action ?? null,
      clientMessageId: body.client_message_id ?? null,
      context: body.context ? contextFromWire(body.context) : null,
      idempotencyKey,
      requestHash,
      correlationId,
      labels: identity.labels,
      allowance: allowanceOf(identity),
    };
    const { replaces } = body;
    const posted = await (replaces ? editQuestion(db, { ...input, replaces }) : postMessage(db, input));
    if (posted.outcome === 'created') {
      await Promise.all([
        announce(publish, posted),
        posted.deliver ? deliver(posted.turn) : deliverNext(identity.userId),
        posted.changedSession && tellSession(posted.changedSession),
      ]);
    }
    return answer(posted);
  };
}

/** What makes two requests the same: where they go and what they say. */
function hashOf(sessionId: string, body: PostMessageBody): Buffer {
  const parts: unknown[] = [sessionId, body.content ?? null, body.client_message_id ?? null];
  // Only where there is one: a hash that an older version has written is that of the same request still.
  if (body.quick_action !== undefined) parts.push(body.quick_action);
  if (body.context !== undefined) parts.push(body.context);
  if (body.replaces !== undefined) parts.push({ replaces: body.replaces });
  if (body.language !== undefined) parts.push({ language: body.language });
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

function announce(publish: Publish, { message, turn, place }: PostedMessage): Promise<boolean> {
  return publish(
    turn.sessionId,
    [
      { type: 'message.created', message: messageToWire(message) },
      { type: 'turn.queued', turn_id: turn.id, position: place },
    ],
    onceFor.question(message.id),
  );
}

function answer({ outcome, message, turn, place }: PostedMessage): Reply {
  const body: PostMessageAnswer = {
    message: messageToWire(message),
    turn: turnToWire(turn, place),
    events_url: eventsPath(turn.sessionId),
  };
  return {
    headers: {
      Location: turnPath(turn.sessionId, turn.id),
      ...(outcome === 'replayed' && { 'Idempotency-Replayed': 'true' }),
    },
    body,
  };
}
