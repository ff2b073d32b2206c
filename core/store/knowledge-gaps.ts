import type { AskedGap } from '../domain/knowledge.js';
import type { Db } from './data-source.js';

/**
 * Questions that the documents left open. They are written with the end of their turn, in
 * `turn-end.ts`; their text is that of their messages, so that they go where those go.
 */

/** Newest first, after the keyset place `before`. */
export async function listGaps(
  db: Db,
  query: { limit: number; before: { at: string; messageId: string } | null },
): Promise<{ items: AskedGap[]; hasMore: boolean }> {
  const rows: AskedGap[] = await db.query(
    `SELECT g.session_id AS "sessionId", g.message_id AS "messageId", concat_ws(E'\\n', e.content, m.content) AS question,
       g.language,
       g.best_score AS "bestScore", g.at,
       (SELECT count(*)::integer FROM knowledge_gaps o JOIN sessions os ON os.id = o.session_id
        WHERE o.likeness = g.likeness AND os.deleted_at IS NULL) AS asked
     FROM knowledge_gaps g
     JOIN sessions s ON s.id = g.session_id AND s.deleted_at IS NULL
     JOIN messages m ON m.session_id = g.session_id AND m.id = g.message_id AND m.status = 'complete'
       AND m.replaced_by IS NULL
     LEFT JOIN messages e ON e.session_id = g.session_id AND e.id = g.earlier_id AND e.status = 'complete'
     WHERE $2::timestamptz IS NULL OR (g.at, g.message_id) < ($2, $3::uuid)
     ORDER BY g.at DESC, g.message_id DESC LIMIT $1`,
    [query.limit + 1, query.before?.at ?? null, query.before?.messageId ?? null],
  );
  return { items: rows.slice(0, query.limit), hasMore: rows.length > query.limit };
}
