import type { DigestJob, MaintenanceJob } from '../contracts/jobs.js';
import type { Logger } from '../logger.js';
import type { JobQueue } from './queue-connections.js';

export const scheduleLimits = {
  /** How often a worker looks whether the schedules stand: a Redis that lost them is without for so long. */
  checkEveryMs: 60_000,
  /** Sooner when it could not look: at the start the connection may not stand yet. */
  againMs: 2_000,
  /** A schedule whose next job should have run this long ago has lost it. */
  lateMs: 10 * 60_000,
} as const;

/**
 * Keeps the schedules of a queue in the queue: puts in what is missing or has another pattern, at once and then every
 * minute. Every worker that serves the queue calls this. A schedule that stands is left alone, since putting it
 * in anew would drop the job that is due just now.
 *
 * The clock of a schedule is that of the worker that took its last job; what is due is for the job itself to ask
 * Postgres.
 */
export function keepScheduled(deps: {
  queue: JobQueue<DigestJob | MaintenanceJob>;
  /** Cron patterns by the name of the job. */
  schedules: Readonly<Record<string, string>>;
  logger: Logger;
}): () => void {
  const { queue, schedules, logger } = deps;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const putIn = async () => {
    for (const [name, pattern] of Object.entries(schedules)) {
      const standing = await queue.getJobScheduler(name);
      const late = Date.now() - (standing?.next ?? 0) > scheduleLimits.lateMs;
      if (standing?.pattern === pattern && !late) continue;
      await queue.upsertJobScheduler(name, { pattern }, { name, data: {} });
    }
  };
  const check = async () => {
    let nextMs: number = scheduleLimits.checkEveryMs;
    try {
      await putIn();
    } catch (error) {
      // Redis is away, or another worker put it in at the same moment.
      logger.debug({ err: error, queue: queue.name }, 'the schedules are not known to stand; looking again');
      nextMs = scheduleLimits.againMs;
    }
    if (!stopped) timer = setTimeout(check, nextMs);
  };
  void check();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
