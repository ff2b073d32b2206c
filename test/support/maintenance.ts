import { openQueue } from '../../core/backplane/queue-connections.js';
import type { Config } from '../../core/config.js';
import { type MaintenanceJob, type MaintenanceJobName, maintenanceJob } from '../../core/contracts/jobs.js';
import { eventually } from './eventually.js';

/** The maintenance queue, reached past the programs: jobs are put in when a test wants them. */
export function openMaintenance(config: Pick<Config, 'databaseUrl' | 'redisUrl'>) {
  const { queue, close } = openQueue<MaintenanceJob>(config, maintenanceJob.queue, {}, () => undefined);
  const add = (name: MaintenanceJobName) =>
    eventually('the queue takes the job', () => queue.add(name, {}).catch(() => null));
  return {
    queue,
    add,
    close,
    /** Runs a job now, in some worker, and tells how much it did. */
    run: async (name: MaintenanceJobName): Promise<number> => {
      const { id = '' } = await add(name);
      const done = await eventually(`${name} has run`, async () => {
        const job = await queue.getJob(id);
        if (job?.failedReason) throw new Error(`${name} failed: ${job.failedReason}`);
        return job?.finishedOn === undefined ? null : job;
      });
      return Number(done.returnvalue);
    },
    /** As if Redis had lost them, or no worker had ever been there. */
    loseSchedules: async () => {
      for (const name of Object.keys(maintenanceJob.schedules)) await queue.removeJobScheduler(name);
    },
  };
}

export type Maintenance = ReturnType<typeof openMaintenance>;
