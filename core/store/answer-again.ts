import type { DataSource, EntityManager } from 'typeorm';
import type { Allowance } from '../domain/budget.js';
import { AsideError } from '../domain/errors.js';
import { newId } from '../domain/ids.js';
import type { Message } from '../domain/message.js';
import { isEnded, type Turn } from '../domain/turn.js';
import { type Reservation, withinBudget } from './budgets.js';
import type { Db } from './data-source.js';
import { findKey, keepKey } from './idempotency-keys.js';
import { messageColumns, readMessage, readTurn, turnColumns } from './rows.js';
import { deadlineFrom, roomOf } from './turn-window.js';
import { findTurn, retryTurn } from './turns.js';
import { lastExchange, withSessionLocked } from './versions.js';

export interface AnsweredAgain {
  outcome: 'created' | 'replayed';
  turn: Turn;
  place: number;
  deliver: boolean;
  /** The row that waits for the new version; null where the turn runs again in its own place. */
  answer: Message | null;
}

interface Again {
  id: string;
  sessionId: string;
  userId: string;
  /** Access labels of the user, as his token has them now. */
  labels: readonly string[];
  /** Of a user with a budget. */
  allowance?: Allowance | null;
  correlationId: string;
  idempotencyKey: string | null;
  /** Hash of what makes two requests the same. */
  requestHash: Buffer;
}

/**
 * Answers the question of an ended turn again. Where something was answered, also in part, that stays as a version of the
 * answer and the new one is a turn of its own. Where nothing was, there is nothing to keep: the turn runs again, wherever
 * in the session it stands.
 *
 * @throws AsideError CHAT_TURN_NOT_FOUND, TURN_NOT_RETRYABLE, IDEMPOTENCY_KEY_REUSED, and what `retryTurn` and
 * `lastExchange` throw; BUDGET_EXCEEDED, BUDGET_HELD
 */
export async function answerAgain(dataSource: DataSource, input: Again): Promise<AnsweredAgain> {
  return withSessionLocked(dataSource, input, async (db) => {
    const replayed = await replay(db, input);
    if (replayed) return replayed;
    const found = await findTurn(db, input);
    if (!found) throw new AsideError('CHAT_TURN_NOT_FOUND');
    const { turn, answer } = found;
    if (!isEnded(turn.state)) throw new AsideError('TURN_NOT_RETRYABLE');
    if (answer?.replacedBy != null) throw new AsideError('CHAT_NOT_LAST');
    const isEmpty = turn.state !== 'completed' && (answer?.content ?? '') === '';
    const again = isEmpty
      ? { ...(await retryTurn(db, input)), answer: null }
      : await addVersion(db, input, turn);
    const { userId, idempotencyKey: key, requestHash } = input;
    if (key !== null) await keepKey(db, { userId, key, requestHash, turnId: again.turn.id });
    return { outcome: 'created', ...again };
  });
}

async function replay(db: Db, input: Again): Promise<AnsweredAgain | null> {
  if (input.idempotencyKey === null) return null;
  const used = await findKey(db, input.userId, input.idempotencyKey);
  if (!used) return null;
  if (!input.requestHash.equals(used.requestHash)) throw new AsideError('IDEMPOTENCY_KEY_REUSED');
  const found = await findTurn(db, { id: used.turnId, sessionId: input.sessionId });
  if (!found) throw new AsideError('CHAT_TURN_NOT_FOUND');
  const { turn, place, answer } = found;
  return { outcome: 'replayed', turn, place, deliver: false, answer };
}

/** The new turn stands where the question stands; it sees no document that the one before it could not see. */
async function addVersion(db: EntityManager, input: Again, before: Turn) {
  const exchange = await lastExchange(db, input.sessionId, before.messageId);
  const { done, refusal } = await withinBudget(db, input.allowance ?? null, (held, reservation) =>
    insertVersion(held, input, before, exchange, reservation),
  );
  if (!done) throw refusal;
  return done;
}

async function insertVersion(
  db: Db,
  input: Again,
  before: Turn,
  { question, answer }: Record<'question' | 'answer', Message>,
  { picodollars, tokens, budget }: Reservation,
) {
  const [row] = await db.query(
    `WITH place AS (
       UPDATE sessions SET
         last_position = last_position + 1, open_turns = open_turns + 1, last_activity = clock_timestamp(), updated_at = clock_timestamp()
       WHERE id = $1 RETURNING last_position AS position
     ), answer AS (
       INSERT INTO messages AS m (session_id, position, id, type, status, content, turn_id, reply_to, version, replaces)
       SELECT $1::uuid, position, $4::uuid, 'assistant', 'pending', '', $5::uuid, $2::uuid, $6::integer, $3::uuid FROM place
       RETURNING ${messageColumns('m')}
     ), earlier AS (
       UPDATE messages SET
         replaced_by = CASE WHEN id = $3 THEN $4::uuid END, turn_id = CASE WHEN id = $2 THEN $5::uuid ELSE turn_id END
       WHERE session_id = $1 AND id IN ($2::uuid, $3::uuid)
     ), turn AS (
       INSERT INTO turns AS t (id, session_id, user_id, message_id, answer_id, position, state, delivered_at, deadline_at, correlation_id, labels,
         reserved_picodollars, reserved_tokens, budget)
       SELECT $5::uuid, o.session_id, o.user_id, o.message_id, $4::uuid, o.position, 'queued',
         handed_over.at, ${deadlineFrom('handed_over.at')}, $8,
         ARRAY(SELECT unnest(o.labels) INTERSECT SELECT unnest($9::text[])), $10::bigint, $11::bigint, $12::jsonb
       FROM turns o, LATERAL (SELECT CASE WHEN ${roomOf('o.user_id')} > 0 THEN now() END AS at) handed_over
       WHERE o.id = $7
       RETURNING ${turnColumns('t')}
     )
     SELECT answer.*, ${turnColumns('turn', 't_')} FROM answer, turn`,
    [
      input.sessionId,
      question.id,
      answer.id,
      newId(),
      newId(),
      answer.version + 1,
      before.id,
      input.correlationId,
      input.labels,
      picodollars,
      tokens,
      budget,
    ],
  );
  const turn = readTurn(row, 't_');
  return { turn, place: 1, deliver: turn.deliveredAt !== null, answer: readMessage(row) };
}
