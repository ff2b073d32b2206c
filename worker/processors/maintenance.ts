import type { JobProcessor } from '../../core/backplane/job-consumer.js';
import type { MaintenanceJob, MaintenanceJobName } from '../../core/contracts/jobs.js';
import { readUploads } from '../knowledge/read-uploads.js';
import {
  archiveSessions,
  expireSessions,
  purgeSessions,
  type RetentionDeps,
} from '../maintenance/retention.js';
import { tidyUp } from '../maintenance/tidy-up.js';

/** Each job by its name. What it gives back, the number of rows, is for whoever looks at Bull Board. */
export function createMaintenanceProcessor(
  deps: RetentionDeps & Parameters<typeof tidyUp>[0] & Parameters<typeof readUploads>[0],
  /** Aborted when the worker is leaving: a job ends after the batch it is at. */
  leaving: AbortSignal,
): JobProcessor<MaintenanceJob> {
  const jobs: Record<MaintenanceJobName, () => Promise<number>> = {
    expire: () => expireSessions(deps, leaving),
    archive: () => archiveSessions(deps, leaving),
    purge: () => purgeSessions(deps, leaving),
    tidy: () => tidyUp(deps, leaving),
    ingest: () => readUploads(deps, leaving),
  };
  return async ({ name }) => {
    // In the midst of a deploy a newer version may have put in what this one does not know.
    if (!isKnown(jobs, name)) return 'unknown';
    const done = await jobs[name]();
    if (done > 0) deps.logger.info({ job: name, done }, 'maintenance');
    return String(done);
  };
}

function isKnown<Jobs extends object>(jobs: Jobs, name: string): name is keyof Jobs & string {
  return Object.hasOwn(jobs, name);
}
