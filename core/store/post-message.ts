import type { Allowance } from '../domain/budget.js';
import { AsideError } from '../domain/errors.js';
import { newId } from '../domain/ids.js';
import type { Message } from '../domain/message.js';
import type { Session, SessionContext } from '../domain/session.js';
import type { Turn } from '../domain/turn.js';
import { type BudgetDb, type Reservation, withinBudget } from './budgets.js';
import { type Db, isViolationOf } from './data-source.js';
import { messageColumns, readMessage, readSession, readTurn, sessionColumns, turnColumns } from './rows.js';
import { deadlineFrom, roomOf } from './turn-window.js';
import { placeOf, TAKES_QUESTIONS, turnLimits, whyRefused } from './turns.js';

const KEY_LIVES = `interval '${turnLimits.keyHours} hours'`;

export interface PostedMessage {
  outcome: 'created' | 'replayed';
  message: Message;
  turn: Turn;
  /** Place in the session's line; 1 is next. */
  place: number;
  /** Nothing is before it, and its user has room for it: hand it to the queue now. */
  deliver: boolean;
  /** The session, where the message has changed what it says. */
  changedSession: Session | null;
}

/**
 * Writes the question, its empty answer, the turn, the idempotency record and what the question says of the session's
 * context, all or none, in one round trip.
 * The answer stands at the position after its question, so that history reads in order however late it comes.
 *
 * @throws AsideError CHAT_SESSION_NOT_FOUND, CHAT_SESSION_CLOSED, CHAT_TOO_MANY_WAITING, IDEMPOTENCY_KEY_REUSED,
 *   BUDGET_EXCEEDED, BUDGET_HELD
 */
export async function postMessage(
  db: BudgetDb,
  input: {
    sessionId: string;
    userId: string;
    content: string;
    clientMessageId: string | null;
    /** Only the fields that change. */
    context: Partial<SessionContext> | null;
    idempotencyKey: string | null;
    /** Hash of what makes two requests the same: session and body. */
    requestHash: Buffer;
    correlationId: string;
    /** Access labels of the user, as his token has them now. */
    labels: readonly string[];
    /** Of a user with a budget. */
    allowance?: Allowance | null;
    /** Which quick action asks, if one does. */
    quickAction?: string | null;
  },
): Promise<PostedMessage> {
  const { done: created, refusal } = await withinBudget(db, input.allowance ?? null, (held, reservation) =>
    insertMessage(held, input, reservation),
  ).catch((error: unknown) => {
    // Two requests with one key at the same time: the other one was first, this one replays it.
    if (input.idempotencyKey !== null && isViolationOf(error, 'idempotency_keys_pkey'))
      return { done: null, refusal: null };
    throw error;
  });
  if (created) return created;
  if (input.idempotencyKey !== null) {
    const replayed = await findPosted(db, input.userId, input.idempotencyKey, input.requestHash);
    if (replayed) return replayed;
  }
  throw await whyRefused(db, input.sessionId, input.userId, refusal);
}

async function insertMessage(
  db: Db,
  input: Parameters<typeof postMessage>[1],
  reservation: Reservation,
): Promise<PostedMessage | null> {
  const [row] = await db.query(
    `WITH expired AS (
       DELETE FROM idempotency_keys WHERE user_id = $2 AND key = $9 AND created_at <= now() - ${KEY_LIVES} RETURNING 1
     ), place AS (
       UPDATE sessions s SET
         last_position = last_position + 2, message_count = message_count + 2, open_turns = open_turns + 1,
         last_activity = clock_timestamp(), updated_at = clock_timestamp(), context = s.context || coalesce($11::jsonb, '{}')
       FROM (SELECT id AS held, context AS held_context FROM sessions WHERE id = $1 FOR UPDATE) before
       WHERE id = held AND user_id = $2 AND deleted_at IS NULL AND ${TAKES_QUESTIONS}
         AND open_turns < ${turnLimits.maxOpen}
         AND NOT EXISTS (
           SELECT 1 FROM idempotency_keys WHERE user_id = $2 AND key = $9 AND created_at > now() - ${KEY_LIVES})
       RETURNING s.*, last_position - 1 AS position, context <> held_context AS changed
     ), question AS (
       INSERT INTO messages AS m (session_id, position, id, type, status, content, client_message_id, turn_id, quick_action)
       SELECT id, position, $3::uuid, 'user', 'complete', $4, $5, $6::uuid, $16 FROM place
       RETURNING ${messageColumns('m')}
     ), answer AS (
       INSERT INTO messages (session_id, position, id, type, status, content, turn_id, reply_to)
       SELECT id, position + 1, $7::uuid, 'assistant', 'pending', '', $6::uuid, $3::uuid FROM place
     ), turn AS (
       INSERT INTO turns AS t (id, session_id, user_id, message_id, answer_id, position, state, delivered_at, deadline_at, correlation_id, labels,
         reserved_picodollars, reserved_tokens, budget)
       SELECT $6::uuid, id, $2, $3::uuid, $7::uuid, position, 'queued',
         -- Written before the hand-over: when that fails it is set back, when we die the sweep looks anyway.
         handed_over.at, ${deadlineFrom('handed_over.at')}, $8, $12::text[], $13::bigint, $14::bigint, $15::jsonb
       FROM place, LATERAL (SELECT CASE WHEN open_turns = 1 AND ${roomOf('$2')} > 0 THEN now() END AS at) handed_over
       RETURNING ${turnColumns('t')}
     ), idempotency AS (
       INSERT INTO idempotency_keys (user_id, key, request_hash, turn_id)
       -- Counted so that the expired record is gone before this one takes its place.
       SELECT $2, $9, $10, $6::uuid FROM place, (SELECT count(*) FROM expired) AS gone WHERE $9::text IS NOT NULL
     )
     SELECT question.*, ${turnColumns('turn', 't_')}, ${sessionColumns('place', 's_')}, place.open_turns, place.changed,
       EXISTS (SELECT 1 FROM turns r WHERE r.session_id = $1 AND r.state = 'running') AS behind_running
     FROM place, question, turn`,
    [
      input.sessionId,
      input.userId,
      newId(),
      input.content,
      input.clientMessageId,
      newId(),
      newId(),
      input.correlationId,
      input.idempotencyKey,
      input.requestHash,
      input.context,
      input.labels,
      reservation.picodollars,
      reservation.tokens,
      reservation.budget,
      input.quickAction ?? null,
    ],
  );
  if (!row) return null;
  const turn = readTurn(row, 't_');
  return {
    outcome: 'created',
    message: readMessage(row),
    turn,
    place: Math.max(1, row.open_turns - (row.behind_running ? 1 : 0)),
    deliver: turn.deliveredAt !== null,
    changedSession: row.changed ? readSession(row, 's_') : null,
  };
}

/** What was posted under a key that still counts. @throws AsideError IDEMPOTENCY_KEY_REUSED, CHAT_SESSION_NOT_FOUND */
export async function findPosted(
  db: Pick<Db, 'query'>,
  userId: string,
  key: string,
  requestHash: Buffer,
): Promise<PostedMessage | null> {
  const [row] = await db.query(
    `SELECT k.request_hash, s.deleted_at IS NOT NULL AS deleted, ${messageColumns('m', 'm_')}, ${turnColumns('t', 't_')}, ${placeOf('t')} AS place
     FROM idempotency_keys k
     JOIN turns t ON t.id = k.turn_id
     JOIN messages m ON m.session_id = t.session_id AND m.position = t.position
     JOIN sessions s ON s.id = t.session_id
     WHERE k.user_id = $1 AND k.key = $2 AND k.created_at > now() - ${KEY_LIVES}`,
    [userId, key],
  );
  if (!row) return null;
  if (!requestHash.equals(row.request_hash)) throw new AsideError('IDEMPOTENCY_KEY_REUSED');
  if (row.deleted) throw new AsideError('CHAT_SESSION_NOT_FOUND');
  return {
    outcome: 'replayed',
    message: readMessage(row, 'm_'),
    turn: readTurn(row, 't_'),
    place: row.place,
    deliver: false,
    changedSession: null,
  };
}
