import { setTimeout as pause } from 'node:timers/promises';
import { openQueue } from '../core/backplane/queue-connections.js';
import { withinMs } from '../core/backplane/within-ms.js';
import { turnJob } from '../core/contracts/jobs.js';
import { doctorLimits } from './limits.js';
import type { QueueState } from './report.js';

/** How many jobs the queue of turns holds; null when it cannot be asked. Never rejects, and adds nothing to it. */
export async function examineQueue(config: {
  databaseUrl: string;
  redisUrl: string | null;
}): Promise<QueueState | null> {
  const opened = openQueue(config, turnJob.queue, { skipMetasUpdate: true }, () => undefined);
  try {
    const counts = await withinMs(
      untilConnected(() => opened.queue.getJobCounts('waiting', 'active', 'delayed', 'failed')),
      doctorLimits.checkMs,
      'no answer in time',
    );
    return {
      waiting: counts.waiting ?? 0,
      active: counts.active ?? 0,
      delayed: counts.delayed ?? 0,
      failed: counts.failed ?? 0,
    };
  } catch {
    return null;
  } finally {
    await opened.close();
  }
}

/** The connection refuses what comes before it is made, as it does for a request that must not wait. */
export async function untilConnected<T>(ask: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + doctorLimits.checkMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(doctorLimits.againMs);
    }
  }
}
