import { startRedisCluster } from '../../../test/support/redis-cluster.js';
import { atMost, finding } from '../oracle/finding.js';
import { scattered } from '../oracle/scattered.js';
import type { Scenario } from '../scenario.js';
import { migrate } from '../site/aside-site.js';
import { startPrograms } from '../site/programs.js';
import { createUndo } from '../site/undo.js';
import { settle, talk, until } from '../users/load.js';

export const redisCluster: Scenario = {
  name: 'redis-cluster',
  title: 'the same on a Redis Cluster of three masters, while one of two workers is killed every 3 s',
  quick: false,
  play: async ({ site, size, random, patienceMs }) => {
    const undo = createUndo();
    try {
      const cluster = await undo.with(startRedisCluster(3), (started) => started.stop());
      const url = await site.postgres.create('on_a_cluster');
      await migrate(url);
      const programs = await startPrograms(
        undo,
        { postgresUrl: url, redisUrl: cluster.url, bedrockUrl: await site.standIn('url') },
        { servers: 1, workers: 2 },
      );
      await site.model({ repeat: 1, firstTokenMs: 100, tokenMs: 30 });
      const chats = await Promise.all(Array.from({ length: size(40, 10) }, () => programs.openChat()));
      try {
        const load = talk(chats, { messages: size(5, 2), spreadMs: 1_000, random, patienceMs });
        const kills = await until(load, 3_000, async () => {
          const worker = random.pick(programs.workers);
          await worker.end('SIGKILL');
          await worker.start();
        });
        await settle(chats, patienceMs);
        const { keys, apart } = await scattered(
          cluster.masters,
          chats.map(({ id }) => id),
        );
        const used = await Promise.all(cluster.masters.map((master) => master.dbsize()));
        const findings = await site.judge(chats, { database: 'on_a_cluster' });
        return [
          ...findings,
          finding('workers were killed', kills, kills > 0),
          finding(
            'keys of a session, or of the queues, on two nodes',
            `${apart.length} of ${keys} keys`,
            keys > 0 && apart.length === 0,
          ),
          finding(
            'every master is used',
            used.join(', '),
            used.every((count) => count > 0),
          ),
          atMost(
            'takeover, by the reader’s clock',
            chats.flatMap(({ reading }) => reading.takeoversMs),
            0.95,
            15_000,
          ),
        ];
      } finally {
        for (const chat of chats) chat.close();
      }
    } finally {
      await undo.all();
    }
  },
  control: 'it is the first scenario again, on other stores',
};
