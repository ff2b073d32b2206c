import type { Budget } from '../domain/budget.js';
import type { Failure, Message } from '../domain/message.js';
import type { Turn } from '../domain/turn.js';
import { type Db, isViolationOf } from './data-source.js';
import type { SessionRow } from './entities.js';
import { messageColumns, readMessage, readSession, readTurn, sessionColumns, turnColumns } from './rows.js';
import { readSummary, type SessionSummary, summaryColumns } from './session-summaries.js';
import { rowsOf } from './sessions.js';
import { deadlineFrom } from './turn-window.js';
import { msSinceAsked } from './turns.js';

/**
 * A worker's attempts at a turn. Each write is a compare-and-set on `(id, epoch, running)`: a worker that was
 * paused past its lease and wakes up changes nothing. The session's row is locked first, as everywhere.
 */

export interface Claim {
  turn: Turn;
  session: SessionRow;
  question: Message;
  /** Of what was said in the session long ago. */
  summary: SessionSummary | null;
  /** Access labels of who asked, as they were then: an attempt sees what the one before it saw. */
  labels: string[];
  /** The budget that the turn was taken under. */
  budget: Budget | null;
  /** Why the attempt before this one gave the turn back; null on the first. */
  restartReason: string | null;
  /** The user asked for a stop while nobody ran the turn. */
  stopRequested: boolean;
  /** By Postgres' clock, which is the only one that all workers share: since it was asked for, and to the deadline. */
  queuedMs: number;
  leftMs: number;
  /** Of the knowledge base, before anything was looked up in it for this turn. */
  knowledgeVersion: number;
}

export type ClaimResult =
  | { outcome: 'claimed'; claim: Claim }
  /** An earlier turn of the session is unfinished. */
  | { outcome: 'blocked' }
  /** It runs elsewhere, has ended, or its session is gone. */
  | { outcome: 'gone' };

/**
 * Takes a queued turn for `leaseMs`, with the next fencing number of its session. The session of its messages is given
 * as a parameter, here and below: by a joined column Postgres would plan for all sixteen partitions of them.
 */
export async function claimTurn(
  db: Db,
  key: { id: string; sessionId: string },
  leaseMs: number,
): Promise<ClaimResult> {
  const [row] = rowsOf(
    await claim(db, key, leaseMs).catch((error: unknown) => {
      // Two turns of one session were claimed at the same moment; the index let one of them through.
      if (isViolationOf(error, 'turns_one_running')) return [];
      throw error;
    }),
  );
  if (row) {
    const turn = readTurn(row, 't_');
    return {
      outcome: 'claimed',
      claim: {
        turn,
        session: readSession(row, 's_'),
        question: readMessage(row, 'm_'),
        summary: readSummary(row),
        labels: turn.labels,
        budget: turn.budget,
        restartReason: turn.attempt > 1 ? (turn.releaseReason ?? 'worker_lost') : null,
        stopRequested: turn.stopRequestedAt !== null,
        queuedMs: Number(row.queued_ms),
        leftMs: Number(row.left_ms),
        knowledgeVersion: Number(row.knowledge_version),
      },
    };
  }
  const [waiting] = await db.query(
    `SELECT 1 FROM turns t JOIN sessions s ON s.id = t.session_id AND s.deleted_at IS NULL
     WHERE t.id = $1 AND t.session_id = $2 AND t.state = 'queued'`,
    [key.id, key.sessionId],
  );
  return { outcome: waiting ? 'blocked' : 'gone' };
}

function claim(db: Db, key: { id: string; sessionId: string }, leaseMs: number): Promise<unknown> {
  return db.query(
    `WITH session AS (
         UPDATE sessions SET epoch = epoch + 1
         WHERE id = $2 AND deleted_at IS NULL
           AND EXISTS (SELECT 1 FROM turns t WHERE t.id = $1 AND t.session_id = $2 AND t.state = 'queued')
           AND NOT EXISTS (
             SELECT 1 FROM turns earlier, turns t
             WHERE t.id = $1 AND earlier.session_id = $2
               AND (earlier.state = 'running' OR (earlier.state = 'queued' AND earlier.position < t.position)))
         RETURNING *
       ), claimed AS (
         UPDATE turns t SET
           state = 'running', attempt = t.attempt + 1, epoch = session.epoch,
           lease_until = now() + $3::integer * interval '1 millisecond', started_at = coalesce(started_at, now())
         FROM session WHERE t.id = $1 AND t.session_id = session.id AND t.state = 'queued'
         RETURNING t.*
       ), answer AS (
         UPDATE messages m SET status = 'streaming' FROM claimed
         WHERE m.session_id = $2 AND m.id = claimed.answer_id
       )
       SELECT ${turnColumns('claimed', 't_')}, ${sessionColumns('session', 's_')}, ${messageColumns('m', 'm_')},
         ${summaryColumns('z')}, ${msSinceAsked('claimed')} AS queued_ms,
         -- A job of an earlier run may bring a turn that was not handed over yet in this one.
         round(1000 * extract(epoch FROM least(claimed.deadline_at, ${deadlineFrom('now()')}) - now())) AS left_ms,
         (SELECT version FROM knowledge_version) AS knowledge_version
       FROM claimed, session, messages m LEFT JOIN session_summaries z ON z.session_id = $2
       WHERE m.session_id = $2 AND m.position = claimed.position`,
    [key.id, key.sessionId, leaseMs],
  );
}

export interface Held {
  id: string;
  epoch: number;
}

/** Renews the leases of all turns a worker holds, in one statement; returns those it still holds. */
export async function renewLeases(db: Db, held: readonly Held[], leaseMs: number): Promise<Set<string>> {
  if (held.length === 0) return new Set();
  const rows = rowsOf(
    await db.query(
      `UPDATE turns t SET lease_until = now() + $3::integer * interval '1 millisecond'
       FROM unnest($1::uuid[], $2::bigint[]) AS mine (id, epoch)
       WHERE t.id = mine.id AND t.epoch = mine.epoch AND t.state = 'running'
       RETURNING t.id`,
      [held.map((turn) => turn.id), held.map((turn) => turn.epoch), leaseMs],
    ),
  );
  return new Set(rows.map((row) => String(row.id)));
}

/** Those of the given turns that a user wants stopped, also where he deleted the session with them. */
export async function findStopRequests(db: Db, turnIds: readonly string[]): Promise<string[]> {
  if (turnIds.length === 0) return [];
  const rows: { id: string }[] = await db.query(
    'SELECT id FROM turns WHERE id = ANY($1::uuid[]) AND stop_requested_at IS NOT NULL',
    [turnIds],
  );
  return rows.map((row) => row.id);
}

export interface Release {
  /** A hand-over for a deploy does not count as a failure. */
  countsAsFailure: boolean;
  /** Back-off before the next attempt. */
  delayMs: number;
  reason: string;
  error: Failure | null;
}

/**
 * Puts a running turn back into the queue. False when it is no longer ours, or when nobody wants it any more: its
 * user asked for a stop, or deleted the session. Then it has to end instead.
 */
export async function releaseTurn(db: Db, turn: Turn, release: Release): Promise<boolean> {
  const rows = rowsOf(
    await db.query(
      `WITH session AS (
         SELECT id FROM sessions WHERE id = $3 AND deleted_at IS NULL FOR UPDATE
       ), released AS (
         UPDATE turns t SET
           state = 'queued', failures = failures + $4::integer, lease_until = NULL,
           due_at = now() + $5::integer * interval '1 millisecond',
           delivered_at = now() + $5::integer * interval '1 millisecond',
           release_reason = $6, error = $7
         FROM session
         WHERE t.id = $1 AND t.epoch = $2 AND t.session_id = session.id AND t.state = 'running'
           AND t.stop_requested_at IS NULL
         RETURNING t.session_id, t.answer_id
       )
       UPDATE messages m SET status = 'pending' FROM released
       WHERE m.session_id = $3 AND m.id = released.answer_id
       RETURNING m.id`,
      [
        turn.id,
        turn.epoch,
        turn.sessionId,
        release.countsAsFailure ? 1 : 0,
        release.delayMs,
        release.reason,
        release.error,
      ],
    ),
  );
  return rows.length > 0;
}

/** The event that tells of the turn's end is in the log. */
export async function markAnnounced(db: Db, turn: Held): Promise<void> {
  await db.query('UPDATE turns SET announced = true WHERE id = $1 AND epoch = $2', [turn.id, turn.epoch]);
}
