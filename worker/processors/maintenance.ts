import type { JobProcessor } from '../../core/backplane/job-consumer.js';
import type { DeliveredJob } from '../../core/backplane/queue-connections.js';
import type { DigestJob, MaintenanceJob, MaintenanceJobName } from '../../core/contracts/jobs.js';
import { readUploads } from '../knowledge/read-uploads.js';
import { embedChunks } from '../knowledge/vectors/embed-chunks.js';
import type { Embedder } from '../knowledge/vectors/embedder.js';
import { askForLostDigests } from '../maintenance/ask-for-lost-digests.js';
import { oneAtATime } from '../maintenance/one-at-a-time.js';
import {
  archiveSessions,
  expireSessions,
  purgeSessions,
  type RetentionDeps,
} from '../maintenance/retention.js';
import { tidyUp } from '../maintenance/tidy-up.js';
import { createDigestProcessor, type DigestDeps, isDigest } from './digest.js';

/**
 * Each job by its name: what is done by the clock, and what is written about sessions. What it gives back, of the former
 * the number of rows, is for whoever looks at Bull Board.
 */
export function createMaintenanceProcessor(
  deps: RetentionDeps &
    DigestDeps &
    Parameters<typeof tidyUp>[0] &
    Parameters<typeof askForLostDigests>[0] &
    Parameters<typeof readUploads>[0] & { embedder: Embedder | null },
  /** Aborted when the worker is leaving: a job ends after the batch it is at. */
  leaving: AbortSignal,
): JobProcessor<MaintenanceJob | DigestJob> {
  const writeDigest = createDigestProcessor(deps, leaving);
  // Memory is measured for the process: of two documents at once the innocent one would be refused for the other.
  const readAlone = oneAtATime(() => readUploads(deps, leaving));
  const jobs: Record<MaintenanceJobName, () => Promise<number>> = {
    expire: () => expireSessions(deps, leaving),
    archive: () => archiveSessions(deps, leaving),
    purge: () => purgeSessions(deps, leaving),
    tidy: () => tidyUp(deps, leaving),
    digests: () => askForLostDigests(deps, leaving),
    ingest: async () => {
      const read = await readAlone();
      return read + (deps.embedder ? await embedChunks(deps.db, deps.embedder, leaving) : 0);
    },
  };
  return async (job, token, signal) => {
    const { name } = job;
    if (isDigest(name)) return writeDigest(job as DeliveredJob<DigestJob>, token, signal);
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
