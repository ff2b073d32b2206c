import type { Finding, Side } from '../moderation/finding.js';
import type { Db } from './data-source.js';
import { rowsOf } from './sessions.js';

/** A text that was not let through, as it is recorded: nothing of the text. */
export interface Verdict extends Omit<Finding, 'start'> {
  side: Side;
}

/** Verdicts are kept for so long; those of a session go with it. */
export const VERDICT_DAYS = 90;

/**
 * Records that a question, or a text about a session, was refused. False when the session is not one of this user; then
 * nothing is written. `sessionId` is null for a session that was to be made.
 */
export async function recordVerdict(
  db: Db,
  about: { sessionId: string | null; userId: string },
  verdict: Verdict,
): Promise<boolean> {
  const rows = rowsOf(
    await db.query(
      `INSERT INTO moderation_verdicts (session_id, user_id, direction, category, rule, severity)
       SELECT $1, $2, $3, $4, $5, $6
       WHERE $1::uuid IS NULL
         OR EXISTS (SELECT 1 FROM sessions WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL)
       RETURNING 1`,
      [about.sessionId, about.userId, verdict.side, verdict.category, verdict.rule, verdict.severity],
    ),
  );
  return rows.length > 0;
}

/** Returns how many went, `limit` at most. */
export async function deleteOldVerdicts(db: Db, limit: number): Promise<number> {
  const rows = rowsOf(
    await db.query(
      `DELETE FROM moderation_verdicts WHERE id IN (
         SELECT id FROM moderation_verdicts
         WHERE created_at < now() - interval '${VERDICT_DAYS} days' LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING 1`,
      [limit],
    ),
  );
  return rows.length;
}
