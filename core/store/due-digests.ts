import type { DigestName } from '../contracts/jobs.js';
import type { Db } from './data-source.js';
import { titledBy } from './session-titles.js';

/** Of the look for titles and summaries whose jobs were lost. */
export const dueDigestLimits = {
  /** So long their own jobs may take. */
  afterMinutes: 2,
  /** Who comes back later asks a question, which asks for them again. */
  withinMinutes: 60,
  batch: 200,
} as const;

/**
 * Sessions in which something happened a while ago and that still lack what it made due; by the index of idle sessions.
 *
 * @param summaryDueAfter messages that are not in the summary
 */
export async function findDueDigests(
  db: Db,
  courtesies: readonly string[],
  summaryDueAfter: number,
): Promise<{ name: DigestName; sessionId: string; position: number }[]> {
  const { afterMinutes, withinMinutes, batch } = dueDigestLimits;
  return db.query(
    `WITH recent AS (
       SELECT id, title, last_position, last_activity FROM sessions
       WHERE status IN ('active', 'closed') AND deleted_at IS NULL AND open_turns = 0
         AND last_activity BETWEEN now() - interval '${withinMinutes} minutes' AND now() - interval '${afterMinutes} minutes'
     ), due AS (
       SELECT 'title' AS name, s.* FROM recent s WHERE title IS NULL AND EXISTS (${titledBy('s.id')})
       UNION ALL
       SELECT 'summary', s.* FROM recent s LEFT JOIN session_summaries z ON z.session_id = s.id
       WHERE s.last_position - coalesce(z.through_position, 0) >= $1::integer
     )
     SELECT name, id AS "sessionId", last_position AS position FROM due ORDER BY last_activity LIMIT ${batch}`,
    [summaryDueAfter, courtesies],
  );
}
