import { AsideError } from '../domain/errors.js';
import { newId } from '../domain/ids.js';
import type { Message } from '../domain/message.js';
import { statesAllowing, type Turn } from '../domain/turn.js';
import { type Db, isViolationOf } from './data-source.js';
import { messageColumns, readMessage, readTurn, turnColumns } from './rows.js';
import { rowsOf } from './sessions.js';

/**
 * Turns as a user meets them: asked, looked at, stopped, run again. What a worker does with them is in
 * `turn-attempts.ts` and `turn-sweep.ts`. Every statement that takes more than one lock takes the session's row
 * first, so that none of them can deadlock.
 */

export const turnLimits = {
  /** Questions of one session that may be unfinished at once. */
  maxOpen: 20,
  /** No attempt begins this long after the question was asked. */
  deadlineMinutes: 30,
  /** After that an idempotency key is as good as new. */
  keyHours: 24,
} as const;

/** Of a session: open, and not past its time, whether or not the job that closes it has come by. */
const TAKES_QUESTIONS = `status IN ('active', 'escalated') AND (expires_at IS NULL OR expires_at > now())`;
const KEY_LIVES = `interval '${turnLimits.keyHours} hours'`;

export interface PostedMessage {
  outcome: 'created' | 'replayed';
  message: Message;
  turn: Turn;
  /** Place in the session's line; 1 is next. */
  place: number;
  /** Nothing is before it: hand it to the queue now. */
  deliver: boolean;
}

/**
 * Writes the question, its empty answer, the turn and the idempotency record, all or none, in one round trip.
 * The answer stands at the position after its question, so that history reads in order however late it comes.
 *
 * @throws AsideError CHAT_SESSION_NOT_FOUND, CHAT_SESSION_CLOSED, CHAT_TOO_MANY_WAITING, IDEMPOTENCY_KEY_REUSED
 */
export async function postMessage(
  db: Db,
  input: {
    sessionId: string;
    userId: string;
    content: string;
    clientMessageId: string | null;
    idempotencyKey: string | null;
    /** Hash of what makes two requests the same: session and body. */
    requestHash: Buffer;
    correlationId: string;
  },
): Promise<PostedMessage> {
  const created = await insertMessage(db, input).catch((error: unknown) => {
    // Two requests with one key at the same time: the other one was first, this one replays it.
    if (input.idempotencyKey !== null && isViolationOf(error, 'idempotency_keys_pkey')) return null;
    throw error;
  });
  if (created) return created;
  if (input.idempotencyKey !== null) {
    const replayed = await findByIdempotencyKey(db, input.userId, input.idempotencyKey, input.requestHash);
    if (replayed) return replayed;
  }
  throw await whyRefused(db, input.sessionId, input.userId);
}

async function insertMessage(
  db: Db,
  input: Parameters<typeof postMessage>[1],
): Promise<PostedMessage | null> {
  const [row] = await db.query(
    `WITH expired AS (
       DELETE FROM idempotency_keys WHERE user_id = $2 AND key = $9 AND created_at <= now() - ${KEY_LIVES} RETURNING 1
     ), place AS (
       UPDATE sessions SET
         last_position = last_position + 2, message_count = message_count + 2, open_turns = open_turns + 1,
         last_activity = now(), updated_at = now()
       WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL AND ${TAKES_QUESTIONS}
         AND open_turns < ${turnLimits.maxOpen}
         AND NOT EXISTS (
           SELECT 1 FROM idempotency_keys WHERE user_id = $2 AND key = $9 AND created_at > now() - ${KEY_LIVES})
       RETURNING id, last_position - 1 AS position, open_turns
     ), question AS (
       INSERT INTO messages AS m (session_id, position, id, type, status, content, client_message_id, turn_id)
       SELECT id, position, $3::uuid, 'user', 'complete', $4, $5, $6::uuid FROM place
       RETURNING ${messageColumns('m')}
     ), answer AS (
       INSERT INTO messages (session_id, position, id, type, status, content, turn_id, reply_to)
       SELECT id, position + 1, $7::uuid, 'assistant', 'pending', '', $6::uuid, $3::uuid FROM place
     ), turn AS (
       INSERT INTO turns AS t (id, session_id, user_id, message_id, answer_id, position, state, delivered_at, deadline_at, correlation_id)
       SELECT $6::uuid, id, $2, $3::uuid, $7::uuid, position, 'queued',
         -- Written before the hand-over: when that fails it is set back, when we die the sweep looks anyway.
         CASE WHEN open_turns = 1 THEN now() END,
         now() + interval '${turnLimits.deadlineMinutes} minutes', $8
       FROM place
       RETURNING ${turnColumns('t')}
     ), idempotency AS (
       INSERT INTO idempotency_keys (user_id, key, request_hash, turn_id)
       -- Counted so that the expired record is gone before this one takes its place.
       SELECT $2, $9, $10, $6::uuid FROM place, (SELECT count(*) FROM expired) AS gone WHERE $9::text IS NOT NULL
     )
     SELECT question.*, ${turnColumns('turn', 't_')}, place.open_turns,
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
    ],
  );
  if (!row) return null;
  return {
    outcome: 'created',
    message: readMessage(row),
    turn: readTurn(row, 't_'),
    place: Math.max(1, row.open_turns - (row.behind_running ? 1 : 0)),
    deliver: row.open_turns === 1,
  };
}

async function findByIdempotencyKey(
  db: Db,
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
  };
}

async function whyRefused(db: Db, sessionId: string, userId: string): Promise<AsideError> {
  const [row] = await db.query(
    `SELECT ${TAKES_QUESTIONS} AS takes_questions, open_turns FROM sessions
     WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL`,
    [sessionId, userId],
  );
  if (!row) return new AsideError('CHAT_SESSION_NOT_FOUND');
  if (row.open_turns >= turnLimits.maxOpen)
    return new AsideError('CHAT_TOO_MANY_WAITING', { retryAfter: 10 });
  if (!row.takes_questions) return new AsideError('CHAT_SESSION_CLOSED');
  // It was refused for a reason that is gone by now, such as a key whose 24 hours ended in between.
  return new AsideError('SERVICE_UNAVAILABLE', { retryAfter: 1 });
}

export interface TurnView {
  turn: Turn;
  place: number;
  answer: Message | null;
}

export async function findTurn(db: Db, key: { id: string; sessionId: string }): Promise<TurnView | null> {
  const [row] = await db.query(
    `SELECT ${turnColumns('t', 't_')}, ${placeOf('t')} AS place, ${messageColumns('m', 'm_')}
     FROM turns t LEFT JOIN messages m ON m.session_id = t.session_id AND m.id = t.answer_id
     WHERE t.id = $1 AND t.session_id = $2`,
    [key.id, key.sessionId],
  );
  return row ? view(row) : null;
}

/** The running turn of a session, else the first one that waits. */
export async function findActiveTurn(db: Db, sessionId: string): Promise<TurnView | null> {
  const [row] = await db.query(
    `SELECT ${turnColumns('t', 't_')}, ${placeOf('t')} AS place, ${messageColumns('m', 'm_')}
     FROM turns t LEFT JOIN messages m ON m.session_id = t.session_id AND m.id = t.answer_id
     WHERE t.session_id = $1 AND t.state IN ('queued', 'running')
     ORDER BY (t.state = 'running') DESC, t.position LIMIT 1`,
    [sessionId],
  );
  return row ? view(row) : null;
}

export type StopResult =
  /** It was waiting and has ended now. */
  | { outcome: 'stopped'; view: TurnView }
  /** It is running: its worker has to be told. */
  | { outcome: 'requested' }
  | { outcome: 'ended' }
  | { outcome: 'unknown' };

export async function requestStop(db: Db, key: { id: string; sessionId: string }): Promise<StopResult> {
  const rows = rowsOf(
    await db.query(
      `WITH session AS (
         SELECT id FROM sessions WHERE id = $2 FOR UPDATE
       ), stopped AS (
         UPDATE turns t SET
           stop_requested_at = coalesce(stop_requested_at, now()),
           state = CASE WHEN state = 'queued' THEN 'stopped' ELSE state END,
           ended_at = CASE WHEN state = 'queued' THEN now() END
         FROM session
         WHERE t.id = $1 AND t.session_id = session.id AND t.state IN ('queued', 'running')
         RETURNING t.*
       ), answer AS (
         UPDATE messages m SET status = 'stopped' FROM stopped
         WHERE m.session_id = stopped.session_id AND m.id = stopped.answer_id AND stopped.state = 'stopped'
         RETURNING m.*
       ), line AS (
         UPDATE sessions s SET open_turns = greatest(0, open_turns - 1) FROM stopped
         WHERE s.id = stopped.session_id AND stopped.state = 'stopped'
       )
       SELECT ${turnColumns('stopped', 't_')}, 0 AS place, ${messageColumns('answer', 'm_')}
       FROM stopped LEFT JOIN answer ON true`,
      [key.id, key.sessionId],
    ),
  );
  const row = rows[0];
  if (row)
    return row.t_state === 'stopped' ? { outcome: 'stopped', view: view(row) } : { outcome: 'requested' };
  const existing = await findTurn(db, key);
  return { outcome: existing ? 'ended' : 'unknown' };
}

/**
 * Queues an ended turn again, with a fresh count of failures; its answer is emptied. It takes the place of its
 * question: before those that were asked later and wait still.
 *
 * @throws AsideError CHAT_TURN_NOT_FOUND, TURN_NOT_RETRYABLE, CHAT_SESSION_CLOSED, CHAT_TOO_MANY_WAITING
 */
export async function retryTurn(
  db: Db,
  key: { id: string; sessionId: string },
): Promise<{ turn: Turn; place: number; deliver: boolean }> {
  const [row] = rowsOf(
    await db.query(
      `WITH session AS (
         SELECT id, epoch FROM sessions
         WHERE id = $2 AND deleted_at IS NULL AND ${TAKES_QUESTIONS} AND open_turns < ${turnLimits.maxOpen} FOR UPDATE
       ), queued AS (
         UPDATE turns t SET
           -- A number of its own, so that its job and its end are not taken for those of the run before.
           state = 'queued', epoch = session.epoch + 1, failures = 0, error = NULL, timings = '{}',
           stop_requested_at = NULL, ended_at = NULL, announced = false, due_at = now(), release_reason = 'retried_by_user',
           delivered_at = CASE WHEN NOT EXISTS (
             SELECT 1 FROM turns e WHERE e.session_id = t.session_id
               AND (e.state = 'running' OR (e.state = 'queued' AND e.position < t.position))) THEN now() END,
           deadline_at = now() + interval '${turnLimits.deadlineMinutes} minutes'
         FROM session
         WHERE t.id = $1 AND t.session_id = session.id AND t.state = ANY($3)
         RETURNING t.*
       ), answer AS (
         UPDATE messages m SET status = 'pending', content = '', error = NULL, sources = '[]', usage = NULL
         FROM queued WHERE m.session_id = queued.session_id AND m.id = queued.answer_id
       ), line AS (
         UPDATE sessions s SET open_turns = open_turns + 1, epoch = queued.epoch, last_activity = now()
         FROM queued WHERE s.id = queued.session_id
       )
       SELECT ${turnColumns('queued', 't_')}, ${placeOf('queued')} AS place FROM queued`,
      [key.id, key.sessionId, statesAllowing('retry')],
    ),
  );
  if (row) {
    const turn = readTurn(row, 't_');
    return { turn, place: Number(row.place), deliver: turn.deliveredAt !== null };
  }
  const existing = await findTurn(db, key);
  if (!existing) throw new AsideError('CHAT_TURN_NOT_FOUND');
  if (!statesAllowing('retry').includes(existing.turn.state)) throw new AsideError('TURN_NOT_RETRYABLE');
  const refused = await whyRefused(db, key.sessionId, existing.turn.userId);
  throw refused;
}

/** The hand-over to the queue failed: the sweep is to try at once. */
export async function markUndelivered(db: Db, turnId: string): Promise<void> {
  await db.query(`UPDATE turns SET delivered_at = NULL WHERE id = $1 AND state = 'queued'`, [turnId]);
}

/** 1 for the next waiting turn of a session, 0 for one that runs or has ended. */
function placeOf(alias: string): string {
  return `CASE WHEN ${alias}.state <> 'queued' THEN 0 ELSE (
    SELECT count(*)::integer + 1 FROM turns earlier
    WHERE earlier.session_id = ${alias}.session_id AND earlier.state = 'queued' AND earlier.position < ${alias}.position
  ) END`;
}

function view(row: Record<string, unknown>): TurnView {
  return {
    turn: readTurn(row, 't_'),
    place: Number(row.place),
    answer: row.m_id === null ? null : readMessage(row, 'm_'),
  };
}
