import type { Allowance } from '../domain/budget.js';
import { AsideError } from '../domain/errors.js';
import type { Message } from '../domain/message.js';
import { statesAllowing, type Turn } from '../domain/turn.js';
import { type BudgetDb, withinBudget } from './budgets.js';
import type { Db } from './data-source.js';
import { messageColumns, readMessage, readTurn, turnColumns } from './rows.js';
import { rowsOf } from './sessions.js';
import { deadlineFrom, isFirst, roomOf } from './turn-window.js';

/**
 * Turns as a user meets them: looked at, stopped, run again; asked in `post-message.ts`. What a worker does with them
 * is in `turn-attempts.ts` and `turn-sweep.ts`, and which of them it is given in `turn-window.ts`. Every statement
 * that waits for more than one lock takes the session's row first, so that none of them can deadlock.
 */

export const turnLimits = {
  /** Questions of one session that may be unfinished at once. */
  maxOpen: 20,
  /** After that an idempotency key is as good as new. */
  keyHours: 24,
  /** When a caller may ask again: a session's line moves by an answer's time, a lock is given back in a moment. */
  waitingRetrySeconds: 10,
  busyRetrySeconds: 1,
} as const;

/**
 * Milliseconds since a turn was asked for, by its question or by its user's last retry, over all attempts. By Postgres'
 * clock alone.
 */
export function msSinceAsked(alias: string): string {
  return `least(2147483647, greatest(0, round(1000 * extract(epoch FROM now() - ${alias}.asked_at))))::integer`;
}

/** Of a session: open, and not past its time, whether or not the job that closes it has come by. */
export const TAKES_QUESTIONS = `status IN ('active', 'escalated') AND (expires_at IS NULL OR expires_at > now())`;

/** Why a session takes no question now; `overBudget`, if nothing of the session's own is against it. */
export async function whyRefused(
  db: Db,
  sessionId: string,
  userId: string,
  overBudget: AsideError | null = null,
): Promise<AsideError> {
  const [row] = await db.query(
    `SELECT ${TAKES_QUESTIONS} AS takes_questions, open_turns FROM sessions
     WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL`,
    [sessionId, userId],
  );
  if (!row) return new AsideError('CHAT_SESSION_NOT_FOUND');
  if (row.open_turns >= turnLimits.maxOpen)
    return new AsideError('CHAT_TOO_MANY_WAITING', { retryAfter: turnLimits.waitingRetrySeconds });
  if (!row.takes_questions) return new AsideError('CHAT_SESSION_CLOSED');
  if (overBudget) return overBudget;
  // It was refused for a reason that is gone by now, such as a key whose 24 hours ended in between.
  return new AsideError('SERVICE_UNAVAILABLE', { retryAfter: turnLimits.busyRetrySeconds });
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
         WHERE m.session_id = $2 AND m.id = stopped.answer_id AND stopped.state = 'stopped'
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
 * question: before those that were asked later and wait still. It sees no document that it could not see when it was
 * asked, and none that its user may no longer see.
 *
 * @throws AsideError CHAT_TURN_NOT_FOUND, TURN_NOT_RETRYABLE, CHAT_SESSION_CLOSED, CHAT_TOO_MANY_WAITING,
 *   BUDGET_EXCEEDED, BUDGET_HELD
 */
export async function retryTurn(
  db: BudgetDb,
  key: { id: string; sessionId: string; labels: readonly string[]; allowance?: Allowance | null },
): Promise<{ turn: Turn; place: number; deliver: boolean }> {
  const { done, refusal } = await withinBudget(
    db,
    key.allowance ?? null,
    (held, { picodollars, tokens, budget }) =>
      held.query(
        `WITH session AS (
         SELECT id, epoch FROM sessions
         WHERE id = $2 AND deleted_at IS NULL AND ${TAKES_QUESTIONS} AND open_turns < ${turnLimits.maxOpen} FOR UPDATE
       ), handed_over AS (
         SELECT CASE WHEN ${isFirst('r')} AND ${roomOf('r.user_id')} > 0 THEN now() END AS at FROM turns r WHERE r.id = $1
       ), queued AS (
         UPDATE turns t SET
           -- A number of its own, so that its job and its end are not taken for those of the run before.
           state = 'queued', epoch = session.epoch + 1, failures = 0, attempts_before = t.attempt, error = NULL, timings = '{}',
           stop_requested_at = NULL, ended_at = NULL, announced = false, due_at = now(), release_reason = 'retried_by_user',
           labels = ARRAY(SELECT unnest(t.labels) INTERSECT SELECT unnest($4::text[])),
           reserved_picodollars = $5, reserved_tokens = $6, budget = $7,
           asked_at = now(), delivered_at = handed_over.at, deadline_at = ${deadlineFrom('handed_over.at')}
         FROM session, handed_over
         WHERE t.id = $1 AND t.session_id = session.id AND t.state = ANY($3)
         RETURNING t.*
       ), answer AS (
         UPDATE messages m SET status = 'pending', content = '', error = NULL, sources = '[]', tool_calls = '[]', usage = NULL,
           processing_ms = NULL, truncated = false, model = NULL, template = NULL, fallback = false, cached = false,
           cached_at = NULL, canned = false
         FROM queued WHERE m.session_id = $2 AND m.id = queued.answer_id
       ), line AS (
         UPDATE sessions s SET open_turns = open_turns + 1, epoch = queued.epoch, last_activity = clock_timestamp()
         FROM queued WHERE s.id = queued.session_id
       )
       SELECT ${turnColumns('queued', 't_')}, ${placeOf('queued')} AS place FROM queued`,
        [key.id, key.sessionId, statesAllowing('retry'), key.labels, picodollars, tokens, budget],
      ),
  );
  const [row] = done ? rowsOf(done) : [];
  if (row) {
    const turn = readTurn(row, 't_');
    return { turn, place: Number(row.place), deliver: turn.deliveredAt !== null };
  }
  const existing = await findTurn(db, key);
  if (!existing) throw new AsideError('CHAT_TURN_NOT_FOUND');
  if (!statesAllowing('retry').includes(existing.turn.state)) throw new AsideError('TURN_NOT_RETRYABLE');
  const refused = await whyRefused(db, key.sessionId, existing.turn.userId, refusal);
  throw refused;
}

/** The hand-over to the queue failed: the sweep is to try at once. */
export async function markUndelivered(db: Db, turnId: string): Promise<void> {
  await db.query(`UPDATE turns SET delivered_at = NULL WHERE id = $1 AND state = 'queued'`, [turnId]);
}

/** 1 for the next waiting turn of a session, 0 for one that runs or has ended. */
export function placeOf(alias: string): string {
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
