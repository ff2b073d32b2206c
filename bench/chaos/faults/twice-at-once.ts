import { Queue } from 'bullmq';
import { maintenanceJob } from '../../../core/contracts/jobs.js';
import { eventually } from '../../../test/support/eventually.js';
import type { AsideSite } from '../site/site.js';

/** As the programs name the keys of their queues. */
const PREFIX = '{aside}';

/** Hands out the same job twice, so that two workers do it at once, and waits until both are done. */
export async function twiceAtOnce(site: AsideSite, name: string): Promise<void> {
  const queue = new Queue(maintenanceJob.queue, { connection: { url: site.redis.url }, prefix: PREFIX });
  try {
    const jobs = await Promise.all([queue.add(name, {}), queue.add(name, {})]);
    await eventually(`${name} is done twice`, async () => {
      const states = await Promise.all(jobs.map((job) => job.getState()));
      return states.every((state) => state === 'completed');
    });
  } finally {
    await queue.close();
  }
}
