import type { Db } from './data-source.js';

/** How the work stands, for whoever looks after it. Times are of Postgres' clock. */
export interface TurnBacklog {
  queued: number;
  /** Of the queued ones, those in the back-off of a failed attempt. */
  backingOff: number;
  running: number;
  /** Running turns whose worker fell silent; a sweep takes them over. */
  deadLeases: number;
  /** Since the oldest question was asked that is queued; null when none is. */
  oldestQueuedMs: number | null;
}

export async function readTurnBacklog(db: Db): Promise<TurnBacklog> {
  const [row] = await db.query(
    `SELECT count(*) FILTER (WHERE state = 'queued')::integer AS queued,
       count(*) FILTER (WHERE state = 'queued' AND due_at > now())::integer AS backing_off,
       count(*) FILTER (WHERE state = 'running')::integer AS running,
       count(*) FILTER (WHERE state = 'running' AND lease_until < now())::integer AS dead_leases,
       round(extract(epoch FROM now() - min(created_at) FILTER (WHERE state = 'queued')) * 1000)::float8 AS oldest_ms
     FROM turns WHERE state IN ('queued', 'running')`,
  );
  return {
    queued: row.queued,
    backingOff: row.backing_off,
    running: row.running,
    deadLeases: row.dead_leases,
    oldestQueuedMs: row.oldest_ms,
  };
}
