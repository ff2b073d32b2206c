import { Redis } from 'ioredis';
import { eventually } from '../../../test/support/eventually.js';
import { startRedis } from '../../../test/support/redis.js';

const SLOTS = 16_384;
const MASTERS = 3;

export interface RedisCluster {
  /** Of every master, separated by commas. */
  url: string;
  masters: readonly Redis[];
  stop(): Promise<void>;
}

/** Three masters, each with a third of the slots. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const servers = await Promise.all(
    Array.from({ length: MASTERS }, () =>
      startRedis([
        ...['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'],
        ...['--maxmemory-policy', 'noeviction', '--appendonly', 'yes'],
      ]),
    ),
  );
  const masters = servers.map(({ url }) => new Redis(url));
  const share = Math.ceil(SLOTS / MASTERS);
  await Promise.all(
    masters.map((master, index) =>
      master.cluster('ADDSLOTSRANGE', index * share, Math.min(SLOTS, (index + 1) * share) - 1),
    ),
  );
  for (const [index, server] of servers.entries())
    if (index > 0) await masters[0]?.cluster('MEET', '127.0.0.1', server.port);
  await eventually('the masters know each other', async () => {
    const states = await Promise.all(masters.map((master) => master.cluster('INFO')));
    return states.every(
      (state) => state.includes('cluster_state:ok') && state.includes(`cluster_known_nodes:${MASTERS}`),
    );
  });
  return {
    url: servers.map(({ url }) => url).join(','),
    masters,
    stop: async () => {
      for (const master of masters) master.disconnect();
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}
