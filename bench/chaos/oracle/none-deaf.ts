import type { Stage } from '../scenario.js';
import { readiness } from '../site/readiness.js';
import type { AsideSite } from '../site/site.js';
import { askAll, settle } from '../users/load.js';
import { type Finding, finding } from './finding.js';

/** Every worker answers, and says that it is ready: its loop goes round. */
export async function noneDeaf({ site, patienceMs, open }: Stage<AsideSite>): Promise<Finding[]> {
  const marks = site.workers.map((worker) => worker.mark());
  const chats = await open(site.workers.length * 10);
  await askAll(chats);
  await settle(chats, patienceMs);
  const ended = site.workers.map(
    (worker, index) =>
      worker.linesSince(marks[index] ?? 0).filter((line) => line.includes('"turn ended"')).length,
  );
  const ready = await readiness(site);
  return [
    ...(await site.judge(chats)).filter(({ holds }) => !holds),
    finding(
      'turns that each worker answers after it',
      ended.join(', '),
      ended.every((count) => count > 0),
    ),
    finding(
      'every process is ready',
      ready.join(' '),
      ready.every((status) => status === 200),
    ),
  ];
}
