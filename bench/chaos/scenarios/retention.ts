import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { maintenanceJob } from '../../../core/contracts/jobs.js';
import { eventually } from '../../../test/support/eventually.js';
import { finding, none } from '../oracle/finding.js';
import type { Scenario } from '../scenario.js';
import type { AsideSite } from '../site/site.js';
import type { AsideChat } from '../users/aside-chat.js';
import { allWriting, askAll, settle } from '../users/load.js';

/** As the programs name the keys of their queues. */
const PREFIX = '{aside}';

/** Hands out the same job twice, so that two workers do it at once, and waits until both are done. */
async function twiceAtOnce(site: AsideSite, name: string): Promise<void> {
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

const idsOf = (chats: readonly AsideChat[]) => chats.map(({ id }) => id);

export const retention: Scenario = {
  name: 'retention',
  title:
    'archive, expiry and purge run twice at once beside active sessions; sessions are erased while queued and while streaming',
  quick: false,
  play: async ({ site, size, open, patienceMs }) => {
    await site.model({ repeat: 30, firstTokenMs: 100, tokenMs: 30 });
    const [idle, active, erased] = await Promise.all([
      open(size(40, 10)),
      open(size(20, 5)),
      open(size(20, 5)),
    ]);
    await askAll(active);
    await allWriting(active);
    await site.postgres.query(
      `UPDATE sessions SET last_activity = now() - interval '91 days', updated_at = now() - interval '91 days'
       WHERE id = ANY($1::uuid[])`,
      [idsOf([...idle, ...active])],
    );
    await twiceAtOnce(site, 'archive');
    const archived = await site.postgres.query<{ id: string }>(
      `SELECT id FROM sessions WHERE status = 'archived' AND id = ANY($1::uuid[])`,
      [idsOf([...idle, ...active])],
    );
    const wronglyArchived = archived.filter(({ id }) => idsOf(active).includes(id));

    const expired = idle.slice(0, idle.length / 2);
    await site.postgres.query(
      `UPDATE sessions SET status = 'active', expires_at = now() - interval '1 second' WHERE id = ANY($1::uuid[])`,
      [idsOf(expired)],
    );
    await twiceAtOnce(site, 'expire');
    const closed = await site.postgres.query<{ id: string }>(
      `SELECT id FROM sessions WHERE status = 'closed' AND id = ANY($1::uuid[])`,
      [idsOf(expired)],
    );

    // Each has an answer that is being written and a question that waits.
    await askAll(erased);
    await allWriting(erased);
    await askAll(erased);
    const [sleeper] = site.workers;
    sleeper?.signal('SIGSTOP');
    const deletions = await Promise.all(erased.map((chat) => chat.request('DELETE', '')));
    await site.postgres.query(
      `UPDATE sessions SET deleted_at = now() - interval '31 days' WHERE id = ANY($1::uuid[])`,
      [idsOf(erased)],
    );
    for (const chat of erased) chat.close();
    await twiceAtOnce(site, 'purge');
    sleeper?.signal('SIGCONT');
    await sleep(3_000);
    const left = await site.postgres.query<{ rows: number }>(
      `SELECT ((SELECT count(*) FROM sessions WHERE id = ANY($1::uuid[]))
             + (SELECT count(*) FROM messages WHERE session_id = ANY($1::uuid[]))
             + (SELECT count(*) FROM turns WHERE session_id = ANY($1::uuid[]))
             + (SELECT count(*) FROM intent_log WHERE session_id = ANY($1::uuid[])))::integer AS rows`,
      [idsOf(erased)],
    );
    const readable = await Promise.all(
      erased.map(
        async (chat) =>
          (await chat.request('GET', '/events?wait=0', { headers: { accept: 'application/json' } })).status,
      ),
    );
    const logged = await Promise.all(
      erased.map(async ({ id }) => Number(await site.redis.command('XLEN', `aside:{${id}}:log`))),
    );
    await settle(active, patienceMs);
    return [
      finding(
        'idle sessions are archived',
        `${archived.length} of ${idle.length}`,
        archived.length === idle.length,
      ),
      finding(
        'sessions past their time are closed',
        `${closed.length} of ${expired.length}`,
        closed.length === expired.length,
      ),
      none('session with an open turn archived', wronglyArchived.length),
      finding(
        'deletions answered with 204',
        `${deletions.filter(({ status }) => status === 204).length}`,
        deletions.every(({ status }) => status === 204),
      ),
      none('row of an erased session left, or back', left[0]?.rows ?? -1),
      none('erased session that can be read', readable.filter((status) => status !== 404).length),
      none('erased session with text in its log', logged.filter((length) => length > 0).length),
      ...(await site.judge(active)),
    ];
  },
  control: 'the bare stack keeps nothing that could be erased',
};
