import { setTimeout as sleep } from 'node:timers/promises';
import { finding } from '../oracle/finding.js';
import { atRest, type Rest } from '../oracle/rest.js';
import type { Scenario } from '../scenario.js';
import { settle, talk, until } from '../users/load.js';

/** Longer than an idle connection to Postgres is kept. */
const QUIET_MS = 35_000;
const MORE_MB = 60;
/** Sockets that are kept alive for a while. */
const MORE_FILES = 10;

export const backAtRest: Scenario = {
  name: 'at-rest',
  title: 'memory, handles, keys and connections after load and cut readers, beside what they were before',
  quick: false,
  play: async (stage) => {
    const { site, open, size, random, patienceMs } = stage;
    await site.model({ repeat: 2, firstTokenMs: 20, tokenMs: 5 });
    const load = async () => {
      const chats = await open(size(60, 20));
      const talking = talk(chats, { messages: size(10, 3), spreadMs: 500, random, patienceMs });
      await until(talking, 50, async () => random.pick(chats).cut());
      await settle(chats, patienceMs);
      for (const chat of chats) chat.close();
      await sleep(QUIET_MS);
      return { chats, rest: await atRest(site) };
    };
    const { rest: before } = await load();
    const { rest: after, chats } = await load();
    const most = (rest: Rest, what: 'rssMb' | 'files') => Math.max(...rest[what]);
    const grown = (what: 'rssMb' | 'files') =>
      Math.max(...after[what].map((value, index) => value - (before[what][index] ?? 0)));
    return [
      finding(
        `no process grows by more than ${MORE_MB} MB`,
        `${grown('rssMb')} MB, the largest has ${most(after, 'rssMb')} MB`,
        grown('rssMb') <= MORE_MB,
      ),
      finding(
        `nor by more than ${MORE_FILES} open files and sockets`,
        `${grown('files')}, the most are ${most(after, 'files')}`,
        grown('files') <= MORE_FILES,
      ),
      finding(
        'connections to Postgres',
        `${before.connections}, then ${after.connections}`,
        after.connections <= before.connections + 2,
      ),
      finding(
        'keys in Redis that never expire, but for the queues’',
        `${before.lastingKeys}, then ${after.lastingKeys}`,
        after.lastingKeys <= before.lastingKeys,
      ),
      finding('jobs waiting, delayed or under way', after.openJobs, after.openJobs === 0),
      ...(await site.judge(chats)),
    ];
  },
  control: 'it is no fault',
};
