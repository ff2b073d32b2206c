import { z } from 'zod';
import { id } from './ids.js';

/**
 * Jobs, defined once and used by producer and worker. Payloads hold ids only: job data is plain text in Redis
 * and on screen in Bull Board. A job is a delivery, never the record of truth: that is the `turns` row.
 */
export const turnJob = {
  queue: 'turns',
  name: 'turn',
  payload: z.strictObject({ turn_id: id, session_id: id, correlation_id: z.string() }),
  /** Job ids may not hold ":"; adding an id that exists is ignored, so one epoch is delivered once. */
  id: (turnId: string, epoch: number) => `turn-${turnId}-${epoch}`,
  /** Kept for Bull Board: the newest thousand, a day at most. */
  keep: { completed: { count: 1_000, age: 86_400 }, failed: { count: 5_000, age: 7 * 86_400 } },
} as const;

export type TurnJob = z.infer<typeof turnJob.payload>;
/** Every queue there is; `WORKER_QUEUES` chooses among them. */
export const queueNames: readonly string[] = [turnJob.queue];
