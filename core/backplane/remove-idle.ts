import type { JobQueue } from './queue-connections.js';

/**
 * Removes a job that has ended or is delayed, perhaps by a clock that is wrong. One that waits in the queue or is under
 * way is as good as new.
 */
export async function removeIdle<Payload>(queue: JobQueue<Payload>, jobId: string): Promise<void> {
  const job = await queue.getJob(jobId);
  if (!job) return;
  const state = await job.getState();
  if (state === 'completed' || state === 'failed' || state === 'delayed') await job.remove();
}
