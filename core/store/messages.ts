import type { Message, MessageType } from '../domain/message.js';
import type { Db } from './data-source.js';
import { messageColumns, readMessage } from './rows.js';
import { countsInPrompts } from './versions.js';

/**
 * A page of a session's messages in reading order, of current versions. Without `after` it is the newest page (before `before`, when
 * given); with `after` the oldest page behind that position.
 */
export async function listMessages(
  db: Db,
  query: {
    sessionId: string;
    type: MessageType | null;
    limit: number;
    before: number | null;
    after: number | null;
  },
): Promise<{ messages: Message[]; hasMore: boolean }> {
  const forward = query.after !== null;
  const rows: Record<string, unknown>[] = await db.query(
    `SELECT ${messageColumns('m')} FROM messages m
     WHERE m.session_id = $1 AND m.replaced_by IS NULL
       AND ($2::text IS NULL OR m.type = $2)
       AND ($3::integer IS NULL OR m.position < $3)
       AND ($4::integer IS NULL OR m.position > $4)
     ORDER BY m.position ${forward ? 'ASC' : 'DESC'}
     LIMIT $5`,
    [query.sessionId, query.type, query.before, query.after, query.limit + 1],
  );
  const messages = rows.slice(0, query.limit).map((row) => readMessage(row));
  if (!forward) messages.reverse();
  return { messages, hasMore: rows.length > query.limit };
}

/** What a prompt may quote of a message, and what is known of it. */
export type RecentMessage = Pick<
  Message,
  | 'id'
  | 'type'
  | 'status'
  | 'content'
  | 'replyTo'
  | 'position'
  | 'version'
  | 'intent'
  | 'language'
  | 'entities'
>;

/**
 * The newest `limit` messages before a question that were said in full or in part, in reading order, of each the first
 * `characters`: answers may be megabytes.
 */
export async function recentMessages(
  db: Db,
  query: { sessionId: string; beforePosition: number; limit: number; characters: number },
): Promise<RecentMessage[]> {
  const rows: RecentMessage[] = await db.query(
    `SELECT id, type, status, left(content, $4) AS content, reply_to AS "replyTo", position, version, intent, language,
       entities
     FROM messages m
     WHERE session_id = $1 AND position < $2 AND ${countsInPrompts('m')} AND status IN ('complete', 'stopped') AND content <> ''
     ORDER BY position DESC LIMIT $3`,
    [query.sessionId, query.beforePosition, query.limit, query.characters],
  );
  return rows.reverse();
}
