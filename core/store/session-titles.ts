import type { Language } from '../domain/message.js';
import type { Session } from '../domain/session.js';
import type { Db } from './data-source.js';
import { readSession, sessionColumns } from './rows.js';
import { rowsOf } from './sessions.js';

/** The first answered question of the session that is more than a courtesy; `$2` are the intents that are none. */
export function titledBy(sessionId: string): string {
  return `SELECT q.content AS question, a.content AS answer, q.language
    FROM messages q JOIN messages a ON a.session_id = ${sessionId} AND a.reply_to = q.id
    WHERE q.session_id = ${sessionId} AND q.type = 'user' AND q.status = 'complete' AND a.status = 'complete'
      AND q.replaced_by IS NULL AND a.replaced_by IS NULL
      AND NOT coalesce(q.intent ->> 'name', '') = ANY ($2::text[])
    ORDER BY q.position LIMIT 1`;
}

/** What a session without a title may be named after; null when it has one, or nothing to be named after. */
export async function findTitleMaterial(
  db: Db,
  sessionId: string,
  courtesies: readonly string[],
): Promise<{ question: string; answer: string; language: Language | null } | null> {
  const [row] = await db.query(
    `SELECT first.* FROM sessions s, LATERAL (${titledBy('$1')}) first
     WHERE s.id = $1 AND s.title IS NULL AND s.deleted_at IS NULL`,
    [sessionId, courtesies],
  );
  return row ?? null;
}

/** Null when it has a title by now, which is its user's, or is gone. */
export async function giveTitle(db: Db, sessionId: string, title: string): Promise<Session | null> {
  const [row] = rowsOf(
    await db.query(
      `UPDATE sessions s SET title = $2, updated_at = clock_timestamp()
       WHERE id = $1 AND title IS NULL AND deleted_at IS NULL RETURNING ${sessionColumns('s')}`,
      [sessionId, title],
    ),
  );
  return row ? readSession(row) : null;
}
