import type { Gap } from '../domain/knowledge.js';
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
import { type Db, isViolationOf } from './data-source.js';
import type { SessionRow } from './entities.js';
import type { Verdict } from './moderation-verdicts.js';
import { messageColumns, readMessage, readSession, readTurn, sessionColumns, turnColumns } from './rows.js';
import { readSummary, type SessionSummary, summaryColumns } from './session-summaries.js';
import { rowsOf } from './sessions.js';
import { deadlineFrom, isWaiting } from './turn-window.js';
import { msSinceAsked } from './turns.js';

/**
 * A worker's attempts at a turn. Each write is a compare-and-set on `(id, epoch, running)`: a worker that was
 * paused past its lease and wakes up changes nothing. The session's row is locked first, as everywhere.
 */

export interface Claim {
  turn: Turn;
  session: SessionRow;
  question: Message;
  /** Of what was said in the session long ago. */
  summary: SessionSummary | null;
  /** Access labels of who asked, as they were then: an attempt sees what the one before it saw. */
  labels: string[];
  /** Why the attempt before this one gave the turn back; null on the first. */
  restartReason: string | null;
  /** The user asked for a stop while nobody ran the turn. */
  stopRequested: boolean;
  /** By Postgres' clock, which is the only one that all workers share: since it was asked for, and to the deadline. */
  queuedMs: number;
  leftMs: number;
  /** Of the knowledge base, before anything was looked up in it for this turn. */
  knowledgeVersion: number;
}

export type ClaimResult =
  | { outcome: 'claimed'; claim: Claim }
  /** An earlier turn of the session is unfinished. */
  | { outcome: 'blocked' }
  /** It runs elsewhere, has ended, or its session is gone. */
  | { outcome: 'gone' };

/**
 * Takes a queued turn for `leaseMs`, with the next fencing number of its session. The session of its messages is given
 * as a parameter, here and below: by a joined column Postgres would plan for all sixteen partitions of them.
 */
export async function claimTurn(
  db: Db,
  key: { id: string; sessionId: string },
  leaseMs: number,
): Promise<ClaimResult> {
  const [row] = rowsOf(
    await claim(db, key, leaseMs).catch((error: unknown) => {
      // Two turns of one session were claimed at the same moment; the index let one of them through.
      if (isViolationOf(error, 'turns_one_running')) return [];
      throw error;
    }),
  );
  if (row) {
    const turn = readTurn(row, 't_');
    return {
      outcome: 'claimed',
      claim: {
        turn,
        session: readSession(row, 's_'),
        question: readMessage(row, 'm_'),
        summary: readSummary(row),
        labels: turn.labels,
        restartReason: turn.attempt > 1 ? (turn.releaseReason ?? 'worker_lost') : null,
        stopRequested: turn.stopRequestedAt !== null,
        queuedMs: Number(row.queued_ms),
        leftMs: Number(row.left_ms),
        knowledgeVersion: Number(row.knowledge_version),
      },
    };
  }
  const [waiting] = await db.query(
    `SELECT 1 FROM turns t JOIN sessions s ON s.id = t.session_id AND s.deleted_at IS NULL
     WHERE t.id = $1 AND t.session_id = $2 AND t.state = 'queued'`,
    [key.id, key.sessionId],
  );
  return { outcome: waiting ? 'blocked' : 'gone' };
}

function claim(db: Db, key: { id: string; sessionId: string }, leaseMs: number): Promise<unknown> {
  return db.query(
    `WITH session AS (
         UPDATE sessions SET epoch = epoch + 1
         WHERE id = $2 AND deleted_at IS NULL
           AND EXISTS (SELECT 1 FROM turns t WHERE t.id = $1 AND t.session_id = $2 AND t.state = 'queued')
           AND NOT EXISTS (
             SELECT 1 FROM turns earlier, turns t
             WHERE t.id = $1 AND earlier.session_id = $2
               AND (earlier.state = 'running' OR (earlier.state = 'queued' AND earlier.position < t.position)))
         RETURNING *
       ), claimed AS (
         UPDATE turns t SET
           state = 'running', attempt = t.attempt + 1, epoch = session.epoch,
           lease_until = now() + $3::integer * interval '1 millisecond', started_at = coalesce(started_at, now())
         FROM session WHERE t.id = $1 AND t.session_id = session.id AND t.state = 'queued'
         RETURNING t.*
       ), answer AS (
         UPDATE messages m SET status = 'streaming' FROM claimed
         WHERE m.session_id = $2 AND m.id = claimed.answer_id
       )
       SELECT ${turnColumns('claimed', 't_')}, ${sessionColumns('session', 's_')}, ${messageColumns('m', 'm_')},
         ${summaryColumns('z')}, ${msSinceAsked('claimed')} AS queued_ms,
         -- A job of an earlier run may bring a turn that was not handed over yet in this one.
         round(1000 * extract(epoch FROM least(claimed.deadline_at, ${deadlineFrom('now()')}) - now())) AS left_ms,
         (SELECT version FROM knowledge_version) AS knowledge_version
       FROM claimed, session, messages m LEFT JOIN session_summaries z ON z.session_id = $2
       WHERE m.session_id = $2 AND m.position = claimed.position`,
    [key.id, key.sessionId, leaseMs],
  );
}

export interface Held {
  id: string;
  epoch: number;
}

/** Renews the leases of all turns a worker holds, in one statement; returns those it still holds. */
export async function renewLeases(db: Db, held: readonly Held[], leaseMs: number): Promise<Set<string>> {
  if (held.length === 0) return new Set();
  const rows = rowsOf(
    await db.query(
      `UPDATE turns t SET lease_until = now() + $3::integer * interval '1 millisecond'
       FROM unnest($1::uuid[], $2::bigint[]) AS mine (id, epoch)
       WHERE t.id = mine.id AND t.epoch = mine.epoch AND t.state = 'running'
       RETURNING t.id`,
      [held.map((turn) => turn.id), held.map((turn) => turn.epoch), leaseMs],
    ),
  );
  return new Set(rows.map((row) => String(row.id)));
}

/** Those of the given turns that a user wants stopped, also where he deleted the session with them. */
export async function findStopRequests(db: Db, turnIds: readonly string[]): Promise<string[]> {
  if (turnIds.length === 0) return [];
  const rows: { id: string }[] = await db.query(
    'SELECT id FROM turns WHERE id = ANY($1::uuid[]) AND stop_requested_at IS NOT NULL',
    [turnIds],
  );
  return rows.map((row) => row.id);
}

export interface Release {
  /** A hand-over for a deploy does not count as a failure. */
  countsAsFailure: boolean;
  /** Back-off before the next attempt. */
  delayMs: number;
  reason: string;
  error: Failure | null;
}

/**
 * Puts a running turn back into the queue. False when it is no longer ours, or when nobody wants it any more: its
 * user asked for a stop, or deleted the session. Then it has to end instead.
 */
export async function releaseTurn(db: Db, turn: Turn, release: Release): Promise<boolean> {
  const rows = rowsOf(
    await db.query(
      `WITH session AS (
         SELECT id FROM sessions WHERE id = $3 AND deleted_at IS NULL FOR UPDATE
       ), released AS (
         UPDATE turns t SET
           state = 'queued', failures = failures + $4::integer, lease_until = NULL,
           due_at = now() + $5::integer * interval '1 millisecond',
           delivered_at = now() + $5::integer * interval '1 millisecond',
           release_reason = $6, error = $7
         FROM session
         WHERE t.id = $1 AND t.epoch = $2 AND t.session_id = session.id AND t.state = 'running'
           AND t.stop_requested_at IS NULL
         RETURNING t.session_id, t.answer_id
       )
       UPDATE messages m SET status = 'pending' FROM released
       WHERE m.session_id = $3 AND m.id = released.answer_id
       RETURNING m.id`,
      [
        turn.id,
        turn.epoch,
        turn.sessionId,
        release.countsAsFailure ? 1 : 0,
        release.delayMs,
        release.reason,
        release.error,
      ],
    ),
  );
  return rows.length > 0;
}

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
  /** Where the answer had no good evidence. */
  gap: Gap | null;
  sources: Source[];
  toolCalls: ToolCall[];
  by: AnsweredBy;
  /** Which prompt made the answer. */
  template: string | null;
  usage: Usage | null;
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
 * intent log, what the knowledge base lacked, a verdict against the answer, and the session's line. Null when the turn is
 * no longer ours, or its session was deleted; nothing is
 * written then.
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
         INSERT INTO knowledge_gaps (session_id, message_id, language, best_score, likeness)
         SELECT session_id, message_id, $13, $28::real, decode($29, 'hex') FROM ended WHERE $28::real IS NOT NULL
         ON CONFLICT (session_id, message_id) DO UPDATE SET best_score = EXCLUDED.best_score, at = now()
       ), line AS (
         UPDATE sessions s SET
           open_turns = greatest(0, open_turns - 1), last_activity = now(), updated_at = now(),
           entities = coalesce($17, s.entities), frustration = coalesce($18, s.frustration)
         FROM ended WHERE s.id = ended.session_id
         RETURNING s.open_turns
       )
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

/** The event that tells of the turn's end is in the log. */
export async function markAnnounced(db: Db, turn: Held): Promise<void> {
  await db.query('UPDATE turns SET announced = true WHERE id = $1 AND epoch = $2', [turn.id, turn.epoch]);
}
