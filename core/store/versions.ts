import type { DataSource, EntityManager } from 'typeorm';
import { QueryFailedError } from 'typeorm';
import type { Allowance } from '../domain/budget.js';
import { AsideError } from '../domain/errors.js';
import type { Message } from '../domain/message.js';
import { lockBudget } from './budgets.js';
import type { Db } from './data-source.js';
import { messageColumns, readMessage } from './rows.js';
import { TAKES_QUESTIONS } from './turns.js';

/**
 * Versions of an answer and of its question. A new version is a row of its own at the end of the session, and the one
 * before it stays where it was with a mark of what has replaced it. Only the last exchange of a session can get one, and
 * only while no turn is open; so all rows of an exchange stand together, and the current ones in the order of the
 * conversation.
 */

/** Answers to one question, over all versions of both: a list of them fits into one page of history. */
export const MAX_VERSIONS = 30;

/**
 * Of a message in `alias`: part of the conversation as a model should know it. That is the current version; of an answer
 * whose newest version came to nothing, the one before it.
 */
export function countsInPrompts(alias: string): string {
  return `(${alias}.replaced_by IS NULL OR ${alias}.type = 'assistant' AND EXISTS (
    SELECT 1 FROM messages newer WHERE newer.session_id = ${alias}.session_id AND newer.id = ${alias}.replaced_by
      AND newer.replaced_by IS NULL AND newer.status IN ('failed', 'stopped') AND newer.content = ''))`;
}

/**
 * Runs `work` in one transaction with the session's row locked, which comes first everywhere, but for the lock of a
 * budget, which `work` may need.
 */
export async function withSessionLocked<T>(
  dataSource: DataSource,
  owned: { sessionId: string; userId: string; allowance?: Allowance | null },
  work: (db: EntityManager) => Promise<T>,
): Promise<T> {
  const run = () =>
    dataSource.transaction(async (db) => {
      if (owned.allowance) await lockBudget(db, owned.allowance.userId);
      const [row] = await db.query(
        'SELECT 1 FROM sessions WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL FOR UPDATE',
        [owned.sessionId, owned.userId],
      );
      if (!row) throw new AsideError('CHAT_SESSION_NOT_FOUND');
      return work(db);
    });
  return run().catch((error: unknown) => {
    // The same key was used in another session at the same moment. Now it can be seen, and decides.
    if (wasAborted(error)) return run();
    throw error;
  });
}

function wasAborted(error: unknown): boolean {
  return error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '25P02';
}

/**
 * The current question of the last exchange and its current answer, when both may be replaced now. In a transaction that
 * holds the session.
 *
 * @throws AsideError CHAT_MESSAGE_NOT_FOUND, CHAT_SESSION_CLOSED, CHAT_TURN_OPEN, CHAT_NOT_LAST, CHAT_TOO_MANY_VERSIONS
 */
export async function lastExchange(
  db: Db,
  sessionId: string,
  questionId: string,
): Promise<{ question: Message; answer: Message }> {
  const [row] = await db.query(
    `SELECT ${messageColumns('q', 'q_')}, ${messageColumns('a', 'a_')}, s.takes_questions, s.open_turns,
       EXISTS (
         SELECT 1 FROM messages l
         WHERE l.session_id = $1 AND l.position > q.position AND l.type = 'user' AND l.replaced_by IS NULL) AS is_behind,
       (SELECT count(*)::integer FROM messages v
        WHERE v.session_id = $1 AND v.type = 'assistant' AND v.position > (
          SELECT coalesce(max(p.position), 0) FROM messages p
          WHERE p.session_id = $1 AND p.position < q.position AND p.replaced_by IS NULL)) AS versions
     FROM (SELECT open_turns, ${TAKES_QUESTIONS} AS takes_questions FROM sessions WHERE id = $1) s
     JOIN messages q ON q.session_id = $1 AND q.id = $2 AND q.type = 'user'
     LEFT JOIN messages a ON a.session_id = $1 AND a.reply_to = q.id AND a.replaced_by IS NULL`,
    [sessionId, questionId],
  );
  if (!row) throw new AsideError('CHAT_MESSAGE_NOT_FOUND');
  if (!row.takes_questions) throw new AsideError('CHAT_SESSION_CLOSED');
  if (row.q_replaced_by !== null || row.is_behind) throw new AsideError('CHAT_NOT_LAST');
  if (row.open_turns > 0) throw new AsideError('CHAT_TURN_OPEN');
  if (row.versions >= MAX_VERSIONS) throw new AsideError('CHAT_TOO_MANY_VERSIONS');
  return { question: readMessage(row, 'q_'), answer: readMessage(row, 'a_') };
}

/**
 * All versions of the question and of the answer that a message belongs to, in the order of the session; empty when there
 * is no such message. Between two current questions stand the earlier versions of the second.
 */
export async function listVersions(db: Db, sessionId: string, messageId: string): Promise<Message[]> {
  const rows: Record<string, unknown>[] = await db.query(
    `WITH asked AS (
       SELECT q.position FROM messages x JOIN messages q ON q.session_id = $1 AND q.id = coalesce(x.reply_to, x.id)
       WHERE x.session_id = $1 AND x.id = $2
     ), bounds AS (
       SELECT
         (SELECT coalesce(max(b.position), 0) FROM messages b
          WHERE b.session_id = $1 AND b.position < asked.position AND b.replaced_by IS NULL) AS before,
         (SELECT min(n.position) FROM messages n
          WHERE n.session_id = $1 AND n.position >= asked.position AND n.type = 'user' AND n.replaced_by IS NULL) AS current
       FROM asked
     )
     SELECT ${messageColumns('m')} FROM messages m, bounds
     WHERE m.session_id = $1 AND m.type <> 'system' AND m.position > bounds.before
       AND (m.position <= bounds.current OR m.reply_to = (
         SELECT c.id FROM messages c WHERE c.session_id = $1 AND c.position = bounds.current))
     ORDER BY m.position`,
    [sessionId, messageId],
  );
  return rows.map((row) => readMessage(row));
}
