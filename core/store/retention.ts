import type { Session } from '../domain/session.js';
import type { Db } from './data-source.js';
import { readSession, sessionColumns } from './rows.js';
import { rowsOf } from './sessions.js';
import { turnLimits } from './turns.js';

/**
 * What becomes of sessions and records with time, by Postgres' clock. Any number of workers may run these at once:
 * rows that another one holds are skipped, and what makes a row due is looked at again once it is locked, so that
 * a session in which something happens meanwhile stays as it is.
 *
 * Each does at most `limit` rows and returns what it did: fewer mean that no more are due.
 */

/** Closes sessions whose time is over; one with an unfinished turn when that has ended. */
export async function closeExpired(db: Db, limit: number): Promise<Session[]> {
  const rows = rowsOf(
    await db.query(
      `WITH due AS (
         SELECT id FROM sessions
         WHERE expires_at <= now() AND status IN ('active', 'escalated') AND deleted_at IS NULL AND open_turns = 0
         ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
       )
       UPDATE sessions s SET status = 'closed', updated_at = clock_timestamp() FROM due WHERE s.id = due.id
       RETURNING ${sessionColumns('s')}`,
      [limit],
    ),
  );
  return rows.map((row) => readSession(row));
}

/**
 * Archives sessions in which nothing was asked, answered or changed for so many days. A session that a person was
 * called to stays where it is.
 */
export async function archiveIdle(db: Db, idleDays: number, limit: number): Promise<Session[]> {
  const rows = rowsOf(
    await db.query(
      `WITH idle AS (
         SELECT id FROM sessions
         WHERE last_activity < now() - $2::integer * interval '1 day'
           -- Whoever reopens a session has that many days again.
           AND updated_at < now() - $2::integer * interval '1 day'
           AND status IN ('active', 'closed') AND deleted_at IS NULL AND open_turns = 0
         ORDER BY last_activity LIMIT $1 FOR UPDATE SKIP LOCKED
       )
       UPDATE sessions s SET status = 'archived', updated_at = clock_timestamp() FROM idle WHERE s.id = idle.id
       RETURNING ${sessionColumns('s')}`,
      [limit, idleDays],
    ),
  );
  return rows.map((row) => readSession(row));
}

/**
 * Removes sessions that were deleted so many days ago; messages, turns, idempotency records and intent log go with
 * them, by their foreign keys. Whatever a late worker writes is an update of rows that are not there any more.
 */
export async function purgeDeleted(db: Db, afterDays: number, limit: number): Promise<string[]> {
  const rows = rowsOf(
    await db.query(
      `WITH due AS (
         SELECT id FROM sessions WHERE deleted_at <= now() - $2::integer * interval '1 day'
         ORDER BY deleted_at LIMIT $1 FOR UPDATE SKIP LOCKED
       )
       DELETE FROM sessions s USING due WHERE s.id = due.id RETURNING s.id`,
      [limit, afterDays],
    ),
  );
  return rows.map((row) => String(row.id));
}

/** Idempotency records live for a day. Returns how many went. */
export async function deleteOldIdempotencyKeys(db: Db, limit: number): Promise<number> {
  const rows = rowsOf(
    await db.query(
      `DELETE FROM idempotency_keys WHERE (user_id, key) IN (
         SELECT user_id, key FROM idempotency_keys
         WHERE created_at < now() - interval '${turnLimits.keyHours} hours' LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING 1`,
      [limit],
    ),
  );
  return rows.length;
}
