import { setTimeout as sleep } from 'node:timers/promises';
import { twiceAtOnce } from '../faults/twice-at-once.js';
import { type Finding, finding, none } from '../oracle/finding.js';
import type { AsideSite } from '../site/site.js';
import type { AsideChat } from '../users/aside-chat.js';
import { allWriting, askAll } from '../users/load.js';

/**
 * Each session has an answer that is being written and a question that waits, when it is deleted and purged; one
 * worker sleeps meanwhile, and its late writes must find nothing to bring back.
 */
export async function erasure(site: AsideSite, chats: readonly AsideChat[]): Promise<Finding[]> {
  await askAll(chats);
  await allWriting(chats);
  await askAll(chats);
  const ids = chats.map(({ id }) => id);
  const [sleeper] = site.workers;
  sleeper?.signal('SIGSTOP');
  const deletions = await Promise.all(chats.map((chat) => chat.request('DELETE', '')));
  await site.postgres.query(
    `UPDATE sessions SET deleted_at = now() - interval '31 days' WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  for (const chat of chats) chat.close();
  await twiceAtOnce(site, 'purge');
  sleeper?.signal('SIGCONT');
  await sleep(3_000);

  const left = await site.postgres.query<{ rows: number }>(
    `SELECT ((SELECT count(*) FROM sessions WHERE id = ANY($1::uuid[]))
           + (SELECT count(*) FROM messages WHERE session_id = ANY($1::uuid[]))
           + (SELECT count(*) FROM turns WHERE session_id = ANY($1::uuid[]))
           + (SELECT count(*) FROM intent_log WHERE session_id = ANY($1::uuid[])))::integer AS rows`,
    [ids],
  );
  const asJson = { headers: { accept: 'application/json' } };
  const reads = await Promise.all(chats.map((chat) => chat.request('GET', '/events?wait=0', asJson)));
  const logs = await Promise.all(ids.map((id) => site.redis.command('XLEN', `aside:{${id}}:log`)));
  const gone = deletions.filter(({ status }) => status === 204).length;
  return [
    finding('deletions answered with 204', `${gone} of ${chats.length}`, gone === chats.length),
    none('row of an erased session left, or back', left[0]?.rows ?? -1),
    none('erased session that can be read', reads.filter(({ status }) => status !== 404).length),
    none('erased session with text in its log', logs.filter((length) => Number(length) > 0).length),
  ];
}
