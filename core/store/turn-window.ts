import type { Db } from './data-source.js';
import type { TurnRow } from './entities.js';
import { readTurn, turnColumns } from './rows.js';
import { rowsOf } from './sessions.js';

/**
 * Fair share: a user has at most `turnsAtOnce` turns in the workers' hands, and his further ones wait here, in the
 * order they were asked. So the queue stays short, and nobody waits behind more than that of any one user.
 *
 * The limit takes no lock and is soft: statements that run in the same moment do not see each other and may exceed
 * it by as many as they are; it holds again when as many turns have ended.
 */

/** Enough for a page with a few sessions open; a burst fills this many places and not a whole worker. */
export const turnsAtOnce = 4;
/** No attempt begins this long after the turn was first handed over. */
export const deadlineMinutes = 30;
/** Whoever ended a turn is still announcing it for so long; then the sweep does. */
export const announceAfterSeconds = 2;

/**
 * Running, or handed to the queue. A turn in its back-off is in hand: BullMQ puts its delayed job into the line
 * without asking, and a user whose attempts all fail would otherwise collect any number of those.
 * The words are those of the index `turns_in_hand`.
 */
export function inHand(alias: string): string {
  return `(${alias}.state = 'running' OR (${alias}.state = 'queued' AND ${alias}.delivered_at IS NOT NULL))`;
}

/** The words of the index `turns_waiting`. */
export function isWaiting(alias: string): string {
  return `(${alias}.state = 'queued' AND ${alias}.delivered_at IS NULL)`;
}

/** Turns of a session run one at a time, in the order asked. */
export function isFirst(alias: string): string {
  return `NOT EXISTS (
    SELECT 1 FROM turns e WHERE e.session_id = ${alias}.session_id
      AND (e.state = 'running' OR (e.state = 'queued' AND e.position < ${alias}.position)))`;
}

/** How many more turns of a user may be handed over now. */
export function roomOf(userId: string): string {
  return `greatest(0, ${turnsAtOnce} - (SELECT count(*) FROM turns h WHERE h.user_id = ${userId} AND ${inHand('h')}))`;
}

/**
 * The turns of a user that are to be handed over now: as many as he has room for, at most one of each session, and none
 * while the end before it is not announced: its worker may have died in between, and readers are told in order.
 */
export function nextOf(userId: string): string {
  return `SELECT w.id, w.due_at FROM turns w JOIN sessions s ON s.id = w.session_id AND s.deleted_at IS NULL
    WHERE w.user_id = ${userId} AND ${isWaiting('w')} AND w.due_at <= now() AND ${isFirst('w')}
      AND NOT EXISTS (SELECT 1 FROM turns u WHERE u.session_id = w.session_id AND NOT u.announced
        AND u.ended_at > now() - interval '${announceAfterSeconds} seconds')
    ORDER BY w.due_at, w.id LIMIT ${roomOf(userId)}`;
}

/** When a turn's time is over; never, while it waits for its user's own turns: a long burst is not to fail by itself. */
export function deadlineFrom(handedOverAt: string): string {
  return `coalesce(${handedOverAt} + interval '${deadlineMinutes} minutes', 'infinity')`;
}

/**
 * Marks turns as handed over and returns them in the order asked. Rows that somebody else holds are passed over: this
 * waits for nobody, so that it cannot deadlock, and two who choose the same turns do not both get them.
 *
 * @param chosen a query for ids
 * @param still what must hold of `q` when it is locked
 */
export async function handOver(
  db: Db,
  chosen: string,
  still: string,
  parameters: unknown[],
): Promise<TurnRow[]> {
  const rows = rowsOf(
    await db.query(
      `WITH taken AS (
         UPDATE turns t SET
           delivered_at = now(),
           -- The first time only: an outage counts, so that an hour of it is not followed by an hour of stale answers.
           deadline_at = CASE WHEN t.deadline_at = 'infinity' THEN ${deadlineFrom('now()')} ELSE t.deadline_at END
         -- Arrays are made once. As subqueries they were run again for each of the hundreds of turns of a long line.
         WHERE t.id = ANY (ARRAY(
           SELECT q.id FROM turns q WHERE q.id = ANY (ARRAY(${chosen})) AND ${still} FOR NO KEY UPDATE SKIP LOCKED))
         RETURNING t.*
       )
       SELECT ${turnColumns('taken')} FROM taken ORDER BY due_at, id`,
      parameters,
    ),
  );
  return rows.map((row) => readTurn(row));
}

/** A turn of this user has ended: those of his that may go now, marked as handed over. */
export function takeNext(db: Db, userId: string): Promise<TurnRow[]> {
  return handOver(db, `SELECT id FROM (${nextOf('$1')}) next`, isWaiting('q'), [userId]);
}
