import { maintenanceJob, turnJob } from '../../../core/contracts/jobs.js';
import type { AsideSite } from '../site/site.js';
import { type Finding, finding } from './finding.js';

const MORE_HEAP_MB = 10;
/** The Redis client keeps one buffer of several times the largest reply it has read, here an answer of 5 MB. */
const MORE_BUFFERS_MB = 40;
/** Sockets that are kept alive for a while. */
const MORE_FILES = 10;

/** What a site holds when nobody does anything. */
export interface Rest {
  /** Of each process, servers first. */
  heapMb: number[];
  buffersMb: number[];
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
    site.redis.command('ZCARD', `{aside}:${maintenanceJob.queue}:prioritized`),
  ]);
  const held = await Promise.all(members.map((member) => member.held()));
  return {
    heapMb: held.map(({ heapBytes }) => megabytes(heapBytes)),
    buffersMb: held.map(({ bufferBytes }) => megabytes(bufferBytes)),
    files: await Promise.all(members.map((member) => member.openFiles())),
    connections: rows[0]?.connections ?? 0,
    lastingKeys: Number(lastingKeys),
    openJobs: lengths.reduce<number>((sum, length) => sum + Number(length), 0),
  };
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

export function judgeRest(before: Rest, after: Rest): Finding[] {
  const grown = (what: 'heapMb' | 'buffersMb' | 'files') =>
    Math.max(...after[what].map((value, index) => value - (before[what][index] ?? 0)));
  return [
    atMostMore(MORE_HEAP_MB, 'MB in the heap of a process', grown('heapMb')),
    atMostMore(MORE_BUFFERS_MB, 'MB in buffers of a process', grown('buffersMb')),
    atMostMore(MORE_FILES, 'open files and sockets of a process', grown('files')),
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

function atMostMore(limit: number, what: string, grown: number): Finding {
  return finding(`${what}, more than before: at most ${limit}`, grown, grown <= limit);
}
