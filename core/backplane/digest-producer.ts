import { type DigestJob, type DigestName, digestJob, type MaintenanceJob } from '../contracts/jobs.js';
import type { JobQueue } from './queue-connections.js';
import { removeIdle } from './remove-idle.js';
import { withinMs } from './within-ms.js';

export interface DigestProducer {
  /**
   * Asks for a title or a summary that is due since the answer at `position`. Rejects when the queue does not take it in
   * time; asking twice is harmless. With `replace` one that has ended is run again.
   */
  ask(
    digest: { name: DigestName; sessionId: string; position: number },
    options?: { replace?: boolean },
  ): Promise<void>;
}

export function createDigestProducer(deps: {
  queue: JobQueue<DigestJob | MaintenanceJob>;
  deliverWithinMs: number;
}): DigestProducer {
  const { queue, deliverWithinMs } = deps;
  const { priority, attempts } = digestJob;
  const add: DigestProducer['ask'] = async ({ name, sessionId, position }, { replace = false } = {}) => {
    const jobId = digestJob.id(name, sessionId, position);
    if (replace) await removeIdle(queue, jobId);
    const options = { jobId, priority, attempts, backoff: { type: 'custom' } };
    await queue.add(name, { session_id: sessionId }, options);
  };
  return {
    ask: (digest, options) =>
      withinMs(add(digest, options), deliverWithinMs, 'the queue did not answer in time'),
  };
}
