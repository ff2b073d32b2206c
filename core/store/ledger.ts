import type { Used } from '../domain/ledger.js';
import type { Db } from './data-source.js';

/**
 * What models were paid for. Each call is a row, and is added to the sums of its user's day in the same statement.
 * Days are UTC, by Postgres' clock. Sums are locked after the session's row, and by nobody who locks anything behind.
 */

/** Rows and sums are kept for so long: a year can be compared with the one before it, month by month. */
export const LEDGER_DAYS = 800;

/** The day that is now, for SQL. */
export const TODAY = `(now() AT TIME ZONE 'UTC')::date`;

/**
 * Common table expressions that book calls, for a statement that has `owner` with the columns turn_id, session_id and
 * user_id: nothing is booked where that has no row, and what is booked already is left alone.
 *
 * @param calls the parameter that holds {@link asBooked}
 */
export function booking(owner: string, calls: string): string {
  return `booked AS (
      INSERT INTO ledger (id, user_id, session_id, turn_id, kind, model, input_tokens, output_tokens, cached_tokens,
        picodollars, estimated, day)
      SELECT used.id, o.user_id, o.session_id, o.turn_id, used.kind, used.model, used."inputTokens", used."outputTokens",
        used."cachedTokens", used.picodollars, used.estimated, ${TODAY}
      FROM ${owner} o, jsonb_to_recordset(${calls}::jsonb) AS used (id uuid, kind text, model text,
        "inputTokens" bigint, "outputTokens" bigint, "cachedTokens" bigint, picodollars bigint, estimated boolean)
      ON CONFLICT (id) DO NOTHING
      RETURNING *
    ), summed AS (
      INSERT INTO usage_days AS d (user_id, day, calls, unpriced_calls, input_tokens, output_tokens, cached_tokens, picodollars)
      SELECT user_id, day, count(*), count(*) - count(picodollars), sum(input_tokens), sum(output_tokens),
        sum(cached_tokens), coalesce(sum(picodollars), 0)
      FROM booked GROUP BY user_id, day
      ON CONFLICT (user_id, day) DO UPDATE SET
        calls = d.calls + excluded.calls, unpriced_calls = d.unpriced_calls + excluded.unpriced_calls,
        input_tokens = d.input_tokens + excluded.input_tokens,
        output_tokens = d.output_tokens + excluded.output_tokens,
        cached_tokens = d.cached_tokens + excluded.cached_tokens,
        picodollars = d.picodollars + excluded.picodollars
    )`;
}

export function asBooked(calls: readonly Used[]): string {
  return JSON.stringify(calls);
}

/**
 * Books calls of which no end of a turn tells: those of an attempt that is tried again or has lost its turn, and those
 * about a session. Safe to repeat. The session may be deleted by now; once it is purged nobody is left to book for.
 */
export async function bookUsage(
  db: Db,
  about: { sessionId: string; turnId: string | null },
  calls: readonly Used[],
): Promise<void> {
  if (calls.length === 0) return;
  await db.query(
    `WITH owner AS (
       SELECT user_id, id AS session_id, $2::uuid AS turn_id FROM sessions WHERE id = $1
     ), ${booking('owner', '$3')}
     SELECT count(*) FROM booked`,
    [about.sessionId, about.turnId, asBooked(calls)],
  );
}

/** Rows and sums that have served their time. Returns how many went, `limit` of each at most. */
export async function deleteOldUsage(db: Db, limit: number): Promise<number> {
  const [row] = await db.query(
    `WITH rows AS (
       DELETE FROM ledger WHERE id IN (
         SELECT id FROM ledger WHERE day < ${TODAY} - ${LEDGER_DAYS} LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING 1
     ), sums AS (
       DELETE FROM usage_days WHERE (user_id, day) IN (
         SELECT user_id, day FROM usage_days WHERE day < ${TODAY} - ${LEDGER_DAYS} LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING 1
     )
     SELECT greatest((SELECT count(*) FROM rows), (SELECT count(*) FROM sums))::integer AS gone`,
    [limit],
  );
  return row.gone;
}
