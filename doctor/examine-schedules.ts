import { scheduleLimits } from '../core/backplane/keep-scheduled.js';
import { openQueue } from '../core/backplane/queue-connections.js';
import { withinMs } from '../core/backplane/within-ms.js';
import { maintenanceJob } from '../core/contracts/jobs.js';
import { untilConnected } from './examine-queue.js';
import { doctorLimits } from './limits.js';
import type { Findings } from './report.js';

/** Whether what is done by the clock has a next time, and that time has not passed. Never rejects, and adds nothing. */
export async function examineSchedules(
  config: { databaseUrl: string; redisUrl: string | null },
  { notices }: Findings,
): Promise<void> {
  const opened = openQueue(config, maintenanceJob.queue, { skipMetasUpdate: true }, () => undefined);
  try {
    const asked = untilConnected(() => opened.queue.getJobSchedulers());
    const standing = await withinMs(asked, doctorLimits.checkMs, 'no answer in time');
    const nextOf = new Map(standing.map(({ key, next }) => [key, next ?? 0]));
    const names = Object.keys(maintenanceJob.schedules);
    const missing = names.filter((name) => !nextOf.has(name));
    const late = names.filter(
      (name) => Date.now() - (nextOf.get(name) ?? Number.POSITIVE_INFINITY) > scheduleLimits.lateMs,
    );
    if (missing.length > 0) notices.push(sentence(`has no schedule for ${missing.join(', ')}`));
    if (late.length > 0) notices.push(sentence(`is late with ${late.join(', ')}`));
  } catch {
    // That the queue cannot be asked is said of the queue of turns.
  } finally {
    await opened.close();
  }
}

function sentence(what: string): string {
  return `The queue ${maintenanceJob.queue} ${what}: no worker serves it; see that WORKER_QUEUES of one names it, or of one is not set.`;
}
