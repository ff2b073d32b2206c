import type { Gap } from '../domain/knowledge.js';
import type { Used } from '../domain/ledger.js';
import type {
  AnsweredBy,
  Entity,
  Failure,
  Intent,
  Language,
  Message,
  Sentiment,
  Source,
  ToolCall,
  Usage,
} from '../domain/message.js';
import type { SessionEntity } from '../domain/session.js';
import type { Timings, Turn } from '../domain/turn.js';
import type { Db } from './data-source.js';
import { asBooked, booking } from './ledger.js';
import type { Verdict } from './moderation-verdicts.js';
import { messageColumns, readMessage, readTurn, turnColumns } from './rows.js';
import { rowsOf } from './sessions.js';
import { isWaiting } from './turn-window.js';
import { msSinceAsked } from './turns.js';

export interface Understood {
  intent: Intent;
  entities: Entity[];
  sentiment: Sentiment;
  language: Language;
  elapsedMs: number;
  /** What the session holds from now on. */
  session: { entities: SessionEntity[]; frustration: number };
}

/** How an attempt ended a turn for good. */
export interface TurnEnd {
  state: 'completed' | 'stopped' | 'failed';
  content: string;
  understood: Understood | null;
  /** Where the documents left it open. */
  gap: Gap | null;
  /** Not all documents could be asked: that there is no gap says nothing then. */
  degraded: boolean;
  sources: Source[];
  toolCalls: ToolCall[];
  by: AnsweredBy;
  /** Which prompt made the answer. */
  template: string | null;
  usage: Usage | null;
  /** What the attempt's calls of models took: booked with the end. */
  used: readonly Used[];
  timings: Timings;
  error: Failure | null;
  /** Why the answer is withheld; `content` says so then. */
  verdict: Verdict | null;
  /** The model had more to say than it may at once. */
  truncated: boolean;
}

export interface EndedTurn {
  answer: Message;
  turn: Turn;
  /** Other turns of its user wait: one of them may go now. */
  othersWait: boolean;
}

/**
 * One transaction records the end of a turn: its state, the answer, what was understood of the question, the
 * intent log, what the knowledge base lacked, a verdict against the answer, what was used, and the session's line. Null
 * when the turn is no longer ours, or its session was deleted; nothing is written then.
 */
export async function recordEnd(db: Db, turn: Turn, end: TurnEnd): Promise<EndedTurn | null> {
  const ended = end.state === 'completed' ? 'complete' : end.state;
  const status = end.verdict ? 'blocked' : ended;
  const rows = rowsOf(
    await db.query(
      `WITH session AS (
         SELECT id FROM sessions WHERE id = $3 AND deleted_at IS NULL FOR UPDATE
       ), ended AS (
         UPDATE turns t SET
           state = $4, ended_at = now(), lease_until = NULL, timings = $5, error = $6,
           failures = failures + CASE WHEN $4 = 'failed' THEN 1 ELSE 0 END
         FROM session
         WHERE t.id = $1 AND t.epoch = $2 AND t.session_id = session.id AND t.state = 'running'
         RETURNING t.*
       ), answer AS (
         UPDATE messages m SET
           status = $7, content = $8, sources = $9, model = $10, usage = $11, error = $6,
           intent = $12, language = $13, tool_calls = $19, template = $20, truncated = $21,
           fallback = $25, cached = $26::timestamptz IS NOT NULL, cached_at = $26, canned = $27,
           processing_ms = ${msSinceAsked('ended')}
         FROM ended WHERE m.session_id = $3 AND m.id = ended.answer_id
         RETURNING m.*
       ), question AS (
         UPDATE messages m SET intent = $12, language = $13, entities = $14, sentiment = $16 FROM ended
         WHERE $12::jsonb IS NOT NULL AND m.session_id = $3 AND m.position = ended.position
       ), log AS (
         INSERT INTO intent_log (session_id, message_id, intent, confidence, method, entities, elapsed_ms)
         SELECT session_id, message_id, $12::jsonb ->> 'name', ($12::jsonb ->> 'confidence')::real,
           $12::jsonb ->> 'method', $14, $15
         FROM ended WHERE $12::jsonb IS NOT NULL
       ), verdict AS (
         INSERT INTO moderation_verdicts (session_id, user_id, turn_id, direction, category, rule, severity)
         SELECT session_id, user_id, id, 'output', $22, $23, $24 FROM ended WHERE $22::text IS NOT NULL
       ), gap AS (
         INSERT INTO knowledge_gaps (session_id, message_id, language, best_score, likeness, earlier_id)
         SELECT session_id, message_id, $13, $28::real, decode($29, 'hex'), $31::uuid FROM ended WHERE $28::real IS NOT NULL
         ON CONFLICT (session_id, message_id) DO UPDATE SET best_score = EXCLUDED.best_score, at = now()
       ), filled AS (
         -- Answered again, and well.
         DELETE FROM knowledge_gaps g USING ended
         WHERE g.session_id = ended.session_id AND g.message_id = ended.message_id AND $28::real IS NULL AND $4 = 'completed'
           AND NOT $32::boolean
       ), line AS (
         UPDATE sessions s SET
           open_turns = greatest(0, open_turns - 1), last_activity = clock_timestamp(), updated_at = clock_timestamp(),
           entities = coalesce($17, s.entities), frustration = coalesce($18, s.frustration)
         FROM ended WHERE s.id = ended.session_id
         RETURNING s.open_turns
       ), ${booking('(SELECT user_id, session_id, id AS turn_id FROM ended)', '$30')}
       SELECT ${messageColumns('answer', 'm_')}, ${turnColumns('ended', 't_')}, line.open_turns,
         EXISTS (SELECT 1 FROM turns w WHERE w.user_id = ended.user_id AND ${isWaiting('w')}) AS others_wait
       FROM ended, answer, line`,
      [
        turn.id,
        turn.epoch,
        turn.sessionId,
        end.state,
        end.timings,
        end.error,
        status,
        end.content,
        JSON.stringify(end.sources),
        end.by.model,
        end.usage,
        end.understood?.intent ?? null,
        end.understood?.language ?? null,
        JSON.stringify(end.understood?.entities ?? []),
        end.understood?.elapsedMs ?? null,
        end.understood?.sentiment ?? null,
        end.understood && JSON.stringify(end.understood.session.entities),
        end.understood?.session.frustration ?? null,
        JSON.stringify(end.toolCalls),
        end.template,
        end.truncated,
        end.verdict?.category ?? null,
        end.verdict?.rule ?? null,
        end.verdict?.severity ?? null,
        end.by.fallback,
        end.by.cachedAt,
        end.by.canned,
        end.gap?.bestScore ?? null,
        end.gap?.likeness ?? null,
        asBooked(end.used),
        end.gap?.earlierId ?? null,
        end.degraded,
      ],
    ),
  );
  const row = rows[0];
  if (!row) return null;
  return {
    answer: readMessage(row, 'm_'),
    turn: readTurn(row, 't_'),
    // The session's count is fresh, and knows a question that was posted while this statement waited for its lock.
    othersWait: Number(row.open_turns) > 0 || row.others_wait === true,
  };
}
