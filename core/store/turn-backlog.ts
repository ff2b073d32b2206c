import type { Db } from './data-source.js';
import { deadlineMinutes } from './turn-window.js';

/** How the work stands, for whoever looks after it. Times are of Postgres' clock. */
export interface TurnBacklog {
  queued: number;
  /** Of the queued ones, those in the back-off of a failed attempt. */
  backingOff: number;
  /** Of the queued ones, those that wait for others of their session or of their user, and are not handed over yet. */
  waiting: number;
  running: number;
  /** Running turns whose worker fell silent; a sweep takes them over. */
  deadLeases: number;
  /** Since the oldest of the others was first handed over; null when there is none. */
  oldestQueuedMs: number | null;
}

export async function readTurnBacklog(db: Db): Promise<TurnBacklog> {
  const [row] = await db.query(
    `SELECT count(*) FILTER (WHERE state = 'queued')::integer AS queued,
       count(*) FILTER (WHERE state = 'queued' AND due_at > now())::integer AS backing_off,
       count(*) FILTER (WHERE state = 'queued' AND deadline_at = 'infinity')::integer AS waiting,
       count(*) FILTER (WHERE state = 'running')::integer AS running,
       count(*) FILTER (WHERE state = 'running' AND lease_until < now())::integer AS dead_leases,
       -- The deadline is set at the first hand-over, and by nothing later.
       round(extract(epoch FROM now() + interval '${deadlineMinutes} minutes'
         - min(deadline_at) FILTER (WHERE state = 'queued' AND deadline_at <> 'infinity')) * 1000)::float8 AS oldest_ms
     FROM turns WHERE state IN ('queued', 'running')`,
  );
  return {
    queued: row.queued,
    backingOff: row.backing_off,
    waiting: row.waiting,
    running: row.running,
    deadLeases: row.dead_leases,
    oldestQueuedMs: row.oldest_ms,
  };
}
