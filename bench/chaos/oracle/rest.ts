import { maintenanceJob, turnJob } from '../../../core/contracts/jobs.js';
import type { AsideSite } from '../site/site.js';
import { type Finding, finding } from './finding.js';

const MORE_MB = 20;
/** Sockets that are kept alive for a while. */
const MORE_FILES = 10;

/** What a site holds when nobody does anything. */
export interface Rest {
  /** Of each process, servers first. */
  heldMb: number[];
  files: number[];
  /** To Postgres, of all processes. */
  connections: number;
  /** Keys in Redis without an expiry, apart from those of the queues, which are kept by count. */
  lastingKeys: number;
  /** But for those that wait for their time of the day. */
  openJobs: number;
}

const countLastingKeys = `
local count = 0
for _, key in ipairs(redis.call('KEYS', '*')) do
  if string.sub(key, 1, 7) ~= '{aside}' and redis.call('TTL', key) == -1 then count = count + 1 end
end
return count`;

export async function atRest(site: AsideSite): Promise<Rest> {
  const members = [...site.servers, ...site.workers];
  const megabytes = async (bytes: Promise<number>) => Math.round((await bytes) / 2 ** 20);
  const [rows, lastingKeys, ...lengths] = await Promise.all([
    site.postgres.query<{ connections: number }>(
      `SELECT count(*)::integer AS connections FROM pg_stat_activity WHERE application_name LIKE 'aside-%'`,
    ),
    site.redis.command('EVAL', countLastingKeys, 0),
    ...[turnJob.queue, maintenanceJob.queue].flatMap((queue) => [
      site.redis.command('LLEN', `{aside}:${queue}:wait`),
      site.redis.command('LLEN', `{aside}:${queue}:active`),
    ]),
    site.redis.command('ZCARD', `{aside}:${turnJob.queue}:delayed`),
  ]);
  return {
    heldMb: await Promise.all(members.map((member) => megabytes(member.heldBytes()))),
    files: await Promise.all(members.map((member) => member.openFiles())),
    connections: rows[0]?.connections ?? 0,
    lastingKeys: Number(lastingKeys),
    openJobs: lengths.reduce<number>((sum, length) => sum + Number(length), 0),
  };
}

export function judgeRest(before: Rest, after: Rest): Finding[] {
  const grown = (what: 'heldMb' | 'files') =>
    Math.max(...after[what].map((value, index) => value - (before[what][index] ?? 0)));
  return [
    finding(
      `no process holds more than ${MORE_MB} MB more`,
      `${grown('heldMb')} MB; the most ${Math.max(...after.heldMb)} MB`,
      grown('heldMb') <= MORE_MB,
    ),
    finding(
      `nor more than ${MORE_FILES} open files and sockets more`,
      `${grown('files')}`,
      grown('files') <= MORE_FILES,
    ),
    finding(
      'connections to Postgres',
      `${before.connections}, then ${after.connections}`,
      after.connections <= before.connections + 2,
    ),
    finding(
      'keys in Redis that never expire, but for those of the queues',
      `${before.lastingKeys}, then ${after.lastingKeys}`,
      after.lastingKeys <= before.lastingKeys,
    ),
    finding('jobs waiting, delayed or under way', after.openJobs, after.openJobs === 0),
  ];
}
