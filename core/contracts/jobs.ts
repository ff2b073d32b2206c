import { z } from 'zod';
import { id } from './ids.js';

/**
 * Jobs, defined once and used by producer and worker. Payloads hold ids only: job data is plain text in Redis
 * and on screen in Bull Board. A job is a delivery, never the record of truth: that is in Postgres.
 */
export interface JobQueueDefinition {
  queue: string;
  /** How many ended jobs stay for Bull Board, and for how many seconds at most. */
  keep: { completed: Kept; failed: Kept };
}

interface Kept {
  count: number;
  age: number;
}

export const turnJob = {
  queue: 'turns',
  name: 'turn',
  payload: z.strictObject({ turn_id: id, session_id: id, correlation_id: z.string() }),
  /** Job ids may not hold ":"; adding an id that exists is ignored, so one epoch is delivered once. */
  id: (turnId: string, epoch: number) => `turn-${turnId}-${epoch}`,
  keep: { completed: { count: 1_000, age: 86_400 }, failed: { count: 5_000, age: 7 * 86_400 } },
} as const satisfies JobQueueDefinition & Record<string, unknown>;

export type TurnJob = z.infer<typeof turnJob.payload>;

/**
 * What is done by the clock. These jobs carry nothing: what is due stands in Postgres, so that one that is missed is
 * made up for by the next, and one that runs twice finds nothing the second time.
 */
export const maintenanceJob = {
  queue: 'maintenance',
  /** When each is due, as cron patterns; BullMQ's schedulers have the same names. */
  schedules: {
    /** Closes sessions whose `expires_at` has passed. */
    expire: '* * * * *',
    /** Puts idle sessions away. */
    archive: '17 * * * *',
    /** Removes what was deleted long enough ago. */
    purge: '*/10 * * * *',
    /** Removes idempotency records, and what has expired in the backplane. */
    tidy: '*/10 * * * *',
    /** Asks for titles and summaries whose jobs were lost. */
    digests: '*/10 * * * *',
    /** Makes documents of what was uploaded for the knowledge base, and vectors of documents, where they are wanted. Whoever uploads adds one more, so that nobody waits. */
    ingest: '* * * * *',
  },
  keep: { completed: { count: 500, age: 86_400 }, failed: { count: 1_000, age: 7 * 86_400 } },
} as const satisfies JobQueueDefinition & Record<string, unknown>;

export type MaintenanceJobName = keyof typeof maintenanceJob.schedules;
export type MaintenanceJob = Record<string, never>;

/**
 * What the model writes about a session: its title, and the summary of what its prompts quote no more. A turn that makes
 * one due asks for it when it has ended. Nobody waits for these, so they share a queue with what is done by the clock,
 * and come after it.
 */
export const digestJob = {
  queue: maintenanceJob.queue,
  names: ['title', 'summary'],
  payload: z.strictObject({ session_id: id }),
  /** `position` of the answer that made it due: one is asked for once, and a lost one again by a later turn. */
  id: (name: DigestName, sessionId: string, position: number) => `${name}-${sessionId}-${position}`,
  /** Jobs without a priority go first. */
  priority: 1,
  attempts: 3,
} as const;

export type DigestName = 'title' | 'summary';
export type DigestJob = z.infer<typeof digestJob.payload>;

/** Every queue there is; `WORKER_QUEUES` chooses among them. */
export const queueNames: readonly string[] = [turnJob.queue, maintenanceJob.queue];
