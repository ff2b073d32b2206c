import type { Pool } from 'pg';
import type { SessionEventType } from '../../contracts/events.js';
import { parseCursor } from '../cursor.js';
import {
  type AppendResult,
  ERASED_EPOCH,
  type EventLog,
  eventLogLimits,
  LAST_SEQUENCE,
  type LoggedEvent,
} from '../event-log.js';
import type { Subscriptions } from '../subscriptions.js';
import { createAppendQueue } from './append-queue.js';
import { backplanePoolLimits } from './pool.js';
import { createSessionWakeUps } from './wake-ups.js';

/** NOTIFY takes payloads of less than 8000 bytes; the rest is for the cursor and the types. */
export const MAX_INLINE_BYTES = 7_000;

/**
 * Event logs in unlogged tables; the functions are in `migrations/postgres-backplane.ts`, `retention.ts` and
 * `moderation.ts`. Statements are named, so that each connection parses and plans them once.
 */
export function createPostgresEventLog(options: {
  pool: Pool;
  subscriptions: Subscriptions;
  limits?: Partial<Record<keyof typeof eventLogLimits, number>>;
}): EventLog {
  const { pool } = options;
  const limits = { ...eventLogLimits, ...options.limits };
  const ttl = `${limits.ttlSeconds} seconds`;
  const queue = createAppendQueue({
    pool,
    ttl,
    maxEvents: limits.maxEvents,
    inlineBytes: Math.min(limits.inlineBytes, MAX_INLINE_BYTES),
    maxWaitMs: backplanePoolLimits.queueWaitMs,
  });
  const wakeUps = createSessionWakeUps(options.subscriptions, limits.appendTimeoutMs);

  return {
    append: async (sessionId, events, guard) => {
      const fence = guard && 'epoch' in guard ? guard : null;
      const result = await queue.append({
        sessionId,
        types: events.map((event) => event.type).join(','),
        jsons: events.map((event) => event.json).join('\n'),
        epoch: fence?.epoch ?? null,
        sequence: fence?.sequence ?? null,
        once: guard?.once ?? null,
      });
      return appendResult(result);
    },
    read: async (sessionId, after, limit) => {
      const cursor = parseCursor(after);
      if (!cursor) return { known: false };
      const { rows } = await pool.query<EventRow>({
        name: 'event-log-read',
        // Of a long text its length is known without reading it.
        text: `SELECT head.last, event.number, event.type, event.json
               FROM event_log_heads head
               LEFT JOIN LATERAL (
                 SELECT *, sum(octet_length(json)) OVER (ORDER BY number) AS bytes FROM (
                   SELECT number, type, json FROM event_log_events
                   WHERE session_id = head.session_id AND generation = head.generation AND number > $3
                   ORDER BY number LIMIT $4
                 ) page
               ) event ON event.bytes <= $6 OR event.number = $3 + 1
               WHERE head.session_id = $1 AND head.generation = $2 AND head.touched_at > now() - $5::interval
               ORDER BY event.number`,
        values: [sessionId, cursor.generation, cursor.number, limit, ttl, limits.readBytes],
      });
      const first = rows[0];
      const last = Number(first?.last ?? -1);
      if (!first || last < cursor.number) return { known: false };
      if (last === cursor.number) return { known: true, events: [], more: false };
      if (Number(first.number) !== cursor.number + 1) return { known: false };
      const events = rows.map((row) => eventOf(row, cursor.generation));
      return { known: true, events, more: cursor.number + events.length < last };
    },
    tail: async (sessionId) => {
      const { rows } = await pool.query<HeadRow>({
        name: 'event-log-tail',
        text: `SELECT generation, last, epoch, attempt_start,
                 attempt_start = last OR EXISTS (
                   SELECT 1 FROM event_log_events e
                   WHERE e.session_id = $1 AND e.generation = head.generation AND e.number = attempt_start + 1
                 ) AS whole
               FROM event_log_open($1, $2) head`,
        values: [sessionId, ttl],
      });
      const head = rows[0];
      if (!head) throw new Error('event_log_open gave no head');
      return {
        cursor: `${head.generation}-${head.last}`,
        attempt:
          head.epoch === null || !head.whole
            ? null
            : { epoch: Number(head.epoch), cursor: `${head.generation}-${head.attempt_start}` },
      };
    },
    tails: async (sessionIds) => {
      const { rows } = await pool.query<{ session_id: string; generation: string; last: string }>({
        name: 'event-log-tails',
        text: `SELECT session_id, generation, last FROM event_log_heads
               WHERE session_id = ANY ($1::uuid[]) AND touched_at > now() - $2::interval`,
        values: [sessionIds, ttl],
      });
      const cursors = new Map(rows.map((row) => [row.session_id, `${row.generation}-${row.last}`]));
      return sessionIds.map((sessionId) => cursors.get(sessionId) ?? null);
    },
    erase: async (sessionId) => {
      await pool.query('SELECT event_log_erase($1, $2, $3)', [sessionId, ttl, ERASED_EPOCH]);
    },
    renew: async (sessionId, epoch) => {
      await pool.query('SELECT event_log_renew($1, $2, $3, $4)', [sessionId, ttl, epoch, LAST_SEQUENCE - 1]);
    },
    subscribe: wakeUps.subscribe,
  };
}

/** node-postgres gives `bigint` as text. */
interface HeadRow {
  generation: string;
  last: string;
  epoch: string | null;
  attempt_start: string | null;
  /** The attempt's first event is still there. */
  whole: boolean | null;
}

interface EventRow {
  last: string;
  number: string | null;
  type: SessionEventType;
  json: string;
}

function appendResult(result: string): AppendResult {
  if (result === 'duplicate' || result === 'fenced') return { outcome: result };
  return { outcome: 'written', cursor: result };
}

function eventOf(row: EventRow, generation: string): LoggedEvent {
  return { cursor: `${generation}-${row.number}`, type: row.type, json: row.json };
}
