import type { JobQueue } from '../../core/backplane/queue-connections.js';
import { type MaintenanceJob, maintenanceJob } from '../../core/contracts/jobs.js';
import type { Logger } from '../../core/logger.js';
import { bestEffort } from './best-effort.js';

/** Has a worker read what was uploaded, now. Never rejects: the job by the clock does it within a minute. */
export type ReadUploads = () => Promise<void>;

export function createReadUploads(deps: { queue: JobQueue<MaintenanceJob>; logger: Logger }): ReadUploads {
  const { completed, failed } = maintenanceJob.keep;
  return async () => {
    const options = { removeOnComplete: completed, removeOnFail: failed };
    await bestEffort(() => deps.queue.add('ingest', {}, options), {
      logger: deps.logger,
      failed: 'an upload waits for the job by the clock',
      about: { queue: maintenanceJob.queue },
    });
  };
}
