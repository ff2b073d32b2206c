import { randomUUID } from 'node:crypto';
import type { Failure, Message } from '../domain/message.js';
import type { Turn } from '../domain/turn.js';
import type { Db } from './data-source.js';
import { messageColumns, readMessage, readTurn, turnColumns } from './rows.js';
import { rowsOf } from './sessions.js';
import { announceAfterSeconds, handOver, isFirst, isWaiting, nextOf } from './turn-window.js';

/**
 * What a crash leaves behind, found by looking at Postgres. Any number of workers may run these at once: turns are
 * handed over and reclaimed by one of them, and telling of an end twice is harmless.
 */

export const sweepLimits = {
  /** Rows of each kind that one sweep takes. */
  batch: 200,
  /** A turn that was handed over and not claimed for this long is handed over again; a full queue ignores it. */
  redeliverAfterMs: 10_000,
  /** Attempts that may die without a word before the turn is given up. */
  maxAttempts: 12,
  /** Events of turns that ended longer ago are not appended any more: nobody waits for them. */
  announceWithinMinutes: 60,
} as const;

/**
 * Due turns that are first in their session and with nobody: those that were handed over and not claimed, and those
 * that wait although their user has room. Both lists have a batch of their own, so that neither keeps the other back.
 */
export function takeUndelivered(db: Db): Promise<Turn[]> {
  const unclaimed = `q.delivered_at < now() - $1::integer * interval '1 millisecond'`;
  return handOver(
    db,
    `(SELECT q.id FROM turns q JOIN sessions s ON s.id = q.session_id AND s.deleted_at IS NULL
      WHERE q.state = 'queued' AND q.due_at <= now() AND ${unclaimed} AND ${isFirst('q')}
      ORDER BY q.due_at LIMIT $2)
     UNION ALL
     (SELECT next.id
      FROM (SELECT DISTINCT w.user_id FROM turns w WHERE ${isWaiting('w')} AND w.due_at <= now()) users,
        LATERAL (${nextOf('users.user_id')}) next
      ORDER BY next.due_at LIMIT $2)`,
    `q.state = 'queued' AND (q.delivered_at IS NULL OR ${unclaimed})`,
    [sweepLimits.redeliverAfterMs, sweepLimits.batch],
  );
}

/** Postgres' clock, and for how long it has run since it was last started. */
export async function askClock(db: Db): Promise<{ now: Date; upMs: number }> {
  const [row] = await db.query(
    'SELECT now(), extract(epoch FROM now() - pg_postmaster_start_time())::float8 * 1000 AS up_ms',
  );
  return { now: row.now, upMs: row.up_ms };
}

/**
 * Running turns whose lease ran out before `deadBefore` go back to the queue, without counting as failed; those that
 * have used up their attempts or their time are failed, and those a user wanted stopped are stopped.
 */
export async function reclaimDeadLeases(
  db: Db,
  deadBefore: Date,
  giveUp: Failure,
): Promise<{ queued: Turn[]; ended: Turn[] }> {
  const rows = rowsOf(
    await db.query(
      `WITH dead AS (
         SELECT t.id, s.id AS session_id, s.epoch + 1 AS epoch, s.deleted_at IS NOT NULL AS unwanted
         FROM turns t JOIN sessions s ON s.id = t.session_id
         WHERE t.state = 'running' AND t.lease_until < $4
         ORDER BY t.lease_until LIMIT $1
         FOR UPDATE OF s, t SKIP LOCKED
       ), reclaimed AS (
         UPDATE turns t SET
           -- A new number at once, not only at the next claim: the worker that fell silent may be asleep, not dead.
           state = next.state, epoch = dead.epoch, lease_until = NULL, release_reason = 'worker_lost', due_at = now(), delivered_at = now(),
           ended_at = CASE WHEN next.state <> 'queued' THEN now() END,
           error = CASE WHEN next.state = 'failed' THEN $2::jsonb END
         FROM dead, LATERAL (
           SELECT CASE
             WHEN t2.stop_requested_at IS NOT NULL OR dead.unwanted THEN 'stopped'
             WHEN t2.attempt - t2.attempts_before >= $3 OR t2.deadline_at < now() THEN 'failed'
             ELSE 'queued' END AS state
           FROM turns t2 WHERE t2.id = dead.id
         ) next
         WHERE t.id = dead.id AND t.state = 'running'
         RETURNING t.*
       ), answers AS (
         UPDATE messages m SET
           status = CASE r.state WHEN 'queued' THEN 'pending' ELSE r.state END, error = r.error
         FROM reclaimed r WHERE m.session_id = r.session_id AND m.id = r.answer_id
       ), lines AS (
         UPDATE sessions s SET
           epoch = r.epoch,
           open_turns = greatest(0, open_turns - CASE WHEN r.state = 'queued' THEN 0 ELSE 1 END)
         FROM reclaimed r WHERE s.id = r.session_id
       )
       SELECT ${turnColumns('reclaimed')} FROM reclaimed`,
      [sweepLimits.batch, giveUp, sweepLimits.maxAttempts, deadBefore],
    ),
  );
  const turns = rows.map((row) => readTurn(row));
  return {
    queued: turns.filter((turn) => turn.state === 'queued'),
    ended: turns.filter((turn) => turn.state !== 'queued'),
  };
}

/**
 * Ended turns whose last event may not be in the event log, with their answers: those of a session in their order, sessions
 * in another one each time, so that many whose log is away keep nobody back for long.
 */
export async function takeUnannounced(db: Db): Promise<{ turn: Turn; answer: Message }[]> {
  const rows: Record<string, unknown>[] = await db.query(
    `SELECT ${turnColumns('t', 't_')}, ${messageColumns('m', 'm_')}
     FROM turns t JOIN messages m ON m.session_id = t.session_id AND m.id = t.answer_id
     WHERE NOT t.announced AND t.ended_at < now() - interval '${announceAfterSeconds} seconds'
       AND t.ended_at > now() - interval '${sweepLimits.announceWithinMinutes} minutes'
     ORDER BY md5(t.session_id::text || $2), t.ended_at LIMIT $1`,
    [sweepLimits.batch, randomUUID()],
  );
  return rows.map((row) => ({ turn: readTurn(row, 't_'), answer: readMessage(row, 'm_') }));
}
