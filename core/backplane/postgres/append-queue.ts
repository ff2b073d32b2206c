import { DatabaseError, type Pool } from 'pg';
import { ERASED_EPOCH } from '../event-log.js';

/** Arguments of `event_log_append` for one append. */
export interface PendingAppend {
  sessionId: string;
  /** Separated by commas. */
  types: string;
  /** Separated by line breaks. */
  jsons: string;
  epoch: number | null;
  sequence: number | null;
  once: string | null;
}

export interface AppendQueue {
  /** Resolves with what `event_log_append` answers. */
  append(append: PendingAppend): Promise<string>;
}

export const appendQueueLimits = {
  /** One statement for at most this many appends: a few milliseconds of Postgres' time. */
  batch: 64,
  /** Leaves connections of the pool to readers. */
  statements: 2,
  waiting: 10_000,
} as const;
/** SQLSTATE 57014: the statement took too long, and would again. */
const CANCELLED = '57014';

interface Waiting {
  append: PendingAppend;
  since: number;
  resolve(result: string): void;
  reject(error: unknown): void;
}

/**
 * Appends of one turn of the event loop, and those that come while earlier ones are on their way, travel in one
 * statement and one commit: a round trip for each would cost more than the append.
 *
 * An append waits at most `maxWaitMs` before it is sent; the pool bounds the rest.
 */
export function createAppendQueue(options: {
  pool: Pool;
  ttl: string;
  maxEvents: number;
  inlineBytes: number;
  maxWaitMs: number;
}): AppendQueue {
  const { pool } = options;
  const waiting: Waiting[] = [];
  let statements = 0;
  let scheduled = false;

  const send = async (batch: readonly Waiting[]): Promise<string[]> => {
    const column = <K extends keyof PendingAppend>(key: K) => batch.map((entry) => entry.append[key]);
    const { rows } = await pool.query<{ result: string }>({
      name: 'event-log-append',
      // An attempt's append is refused by its epoch; one without an epoch has to ask, and holds the log meanwhile.
      text: `SELECT CASE
               WHEN epoch IS NULL AND (event_log_open(session_id, $7)).epoch = $10 THEN 'fenced'
               ELSE event_log_append(session_id, types, jsons, epoch, sequence, once, $7, $8, $9)
             END AS result
             FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[])
               AS batch (session_id, types, jsons, epoch, sequence, once)`,
      values: [
        column('sessionId'),
        column('types'),
        column('jsons'),
        column('epoch'),
        column('sequence'),
        column('once'),
        options.ttl,
        options.maxEvents,
        options.inlineBytes,
        ERASED_EPOCH,
      ],
    });
    return rows.map((row) => row.result);
  };
  const settle = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const results = await send(batch);
      batch.forEach((entry, index) => {
        entry.resolve(results[index] ?? '');
      });
    } catch (error) {
      // What Postgres refuses is refused as a whole: the one that it is about must not take the others with it.
      const refused = error instanceof DatabaseError && error.code !== CANCELLED;
      if (refused && batch.length > 1) await Promise.all(batch.map((entry) => settle([entry])));
      else for (const entry of batch) entry.reject(error);
    }
  };

  const flush = () => {
    scheduled = false;
    while (waiting.length > 0 && statements < appendQueueLimits.statements) {
      const now = performance.now();
      const batch: Waiting[] = [];
      for (const entry of waiting.splice(0, appendQueueLimits.batch)) {
        if (now - entry.since <= options.maxWaitMs) batch.push(entry);
        else entry.reject(new Error(`the event log did not take an append in ${options.maxWaitMs} ms`));
      }
      // Every statement locks heads in the same order, or two of them could wait for each other.
      batch.sort((a, b) =>
        a.append.sessionId < b.append.sessionId ? -1 : a.append.sessionId > b.append.sessionId ? 1 : 0,
      );
      if (batch.length === 0) continue;
      statements++;
      void settle(batch).finally(() => {
        statements--;
        flush();
      });
    }
  };

  return {
    append: (append) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= appendQueueLimits.waiting) {
          reject(new Error(`${appendQueueLimits.waiting} appends are waiting for Postgres already`));
          return;
        }
        waiting.push({ append, since: performance.now(), resolve, reject });
        if (scheduled) return;
        scheduled = true;
        setImmediate(flush);
      }),
  };
}
