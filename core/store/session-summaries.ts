import type { Message } from '../domain/message.js';
import type { Db } from './data-source.js';
import { rowsOf } from './sessions.js';
import { countsInPrompts } from './versions.js';

/** What was said in a session up to `throughPosition`, as the model has put it; data like any other text. */
export interface SessionSummary {
  /** Blank where nothing was answered so far. */
  text: string;
  throughPosition: number;
}

/** For a query that joins `session_summaries`, to be read by `readSummary`. */
export function summaryColumns(alias: string): string {
  return `${alias}.text AS summary_text, ${alias}.through_position AS summary_through`;
}

export function readSummary(row: Record<string, unknown>): SessionSummary | null {
  if (row.summary_through == null) return null;
  return { text: String(row.summary_text), throughPosition: Number(row.summary_through) };
}

export type SummarisedMessage = Pick<
  Message,
  'id' | 'type' | 'status' | 'content' | 'replyTo' | 'position' | 'version' | 'language'
>;

export interface SummaryMaterial {
  summary: SessionSummary | null;
  /** In reading order, of any status, each cut to its first characters. */
  messages: SummarisedMessage[];
}

/**
 * The summary of a session so far, and at most `limit` messages behind it. The newest `keep` before the last answer are
 * not among them: prompts quote those. Nor are earlier versions.
 */
export async function findSummaryMaterial(
  db: Db,
  sessionId: string,
  bounds: { keep: number; limit: number; characters: number },
): Promise<SummaryMaterial> {
  const [row] = await db.query(
    `SELECT ${summaryColumns('z')} FROM session_summaries z WHERE z.session_id = $1`,
    [sessionId],
  );
  const summary = row ? readSummary(row) : null;
  const messages: SummarisedMessage[] = await db.query(
    `SELECT id, type, status, left(content, $4) AS content, reply_to AS "replyTo", position, version, language
     FROM messages m WHERE session_id = $1 AND position > $2 AND ${countsInPrompts('m')}
       AND position < (
         -- Counted and not reckoned: earlier versions have positions too.
         SELECT min(position) FROM (
           SELECT position FROM messages
           WHERE session_id = $1 AND replaced_by IS NULL AND position <= (
             SELECT max(position) FROM messages WHERE session_id = $1 AND replaced_by IS NULL
               AND type = 'assistant' AND status IN ('complete', 'stopped'))
           ORDER BY position DESC LIMIT $3::integer) kept)
     ORDER BY position LIMIT $5`,
    [sessionId, summary?.throughPosition ?? 0, bounds.keep, bounds.characters, bounds.limit],
  );
  return { summary, messages };
}

/**
 * Puts a summary in the place of the one that it was made from. False when another has come between, or the session is
 * gone: then it is not needed.
 */
export async function saveSummary(
  db: Db,
  sessionId: string,
  before: SessionSummary | null,
  summary: SessionSummary & { template: string; model: string },
): Promise<boolean> {
  const rows = rowsOf(
    await db.query(
      `INSERT INTO session_summaries AS z (session_id, through_position, text, template, model)
       SELECT id, $3::integer, $4, $5, $6 FROM sessions WHERE id = $1 AND deleted_at IS NULL
       ON CONFLICT (session_id) DO UPDATE SET
         through_position = excluded.through_position, text = excluded.text,
         template = excluded.template, model = excluded.model, created_at = now()
       WHERE z.through_position = $2::integer
       RETURNING 1`,
      [
        sessionId,
        before?.throughPosition ?? null,
        summary.throughPosition,
        summary.text,
        summary.template,
        summary.model,
      ],
    ),
  );
  return rows.length > 0;
}
