import type { DataSource } from 'typeorm';
import { findKey } from './idempotency-keys.js';
import { type PostedMessage, postMessage } from './post-message.js';
import { lastExchange, withSessionLocked } from './versions.js';

/**
 * Posts a question in the place of the last one, which is kept as its earlier version, with its answers. Like any post
 * otherwise: repeated with the same key it is done once.
 *
 * @throws AsideError what `postMessage` and `lastExchange` throw
 */
export async function editQuestion(
  dataSource: DataSource,
  input: Parameters<typeof postMessage>[1] & { replaces: string },
): Promise<PostedMessage> {
  const { sessionId, userId, idempotencyKey, replaces } = input;
  return withSessionLocked(dataSource, input, async (db) => {
    // Under a key that is known nothing is written: it is a repetition, or a key of something else.
    if (idempotencyKey !== null && (await findKey(db, userId, idempotencyKey))) return postMessage(db, input);
    const { question, answer } = await lastExchange(db, sessionId, replaces);
    // The count is that of current messages: two go, two come.
    await db.query('UPDATE sessions SET message_count = message_count - 2 WHERE id = $1', [sessionId]);
    const posted = await postMessage(db, input);
    const version = question.version + 1;
    await db.query(
      `UPDATE messages SET
         replaces = CASE WHEN id = $4 THEN $2::uuid ELSE replaces END,
         version = CASE WHEN id = $4 THEN $6::integer ELSE version END,
         replaced_by = CASE WHEN id = $2 THEN $4::uuid WHEN id = $3 THEN $5::uuid ELSE replaced_by END
       WHERE session_id = $1 AND id IN ($2, $3, $4)`,
      [sessionId, question.id, answer.id, posted.message.id, posted.turn.answerId, version],
    );
    return { ...posted, message: { ...posted.message, version, replaces: question.id } };
  });
}
