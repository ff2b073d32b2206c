import { Redis } from 'ioredis';
import { freePorts } from '../../dev/free-ports.js';
import { eventually } from './eventually.js';
import { startRedis } from './redis.js';

const SLOTS = 16_384;

export interface RedisCluster {
  /** Of every master, separated by commas. That of a single one is there twice, for a cluster is told by the comma. */
  url: string;
  masters: readonly Redis[];
  stop(): Promise<void>;
}

/** So many masters, each with its share of the slots. With one no routing is seen, but every rule of slots holds. */
export async function startRedisCluster(count: number): Promise<RedisCluster> {
  // Else it is the port and 10,000, which may be a connection's by then.
  const busPorts = await freePorts(count);
  const servers = await Promise.all(
    busPorts.map((busPort) =>
      startRedis([
        ...[
          '--cluster-enabled',
          'yes',
          '--cluster-announce-ip',
          '127.0.0.1',
          '--cluster-port',
          String(busPort),
        ],
        ...['--maxmemory-policy', 'noeviction', '--appendonly', 'yes'],
      ]),
    ),
  );
  const masters = servers.map(({ url }) => new Redis(url));
  const share = Math.ceil(SLOTS / count);
  await Promise.all(
    masters.map((master, index) =>
      master.cluster('ADDSLOTSRANGE', index * share, Math.min(SLOTS, (index + 1) * share) - 1),
    ),
  );
  for (const [index, server] of servers.entries())
    if (index > 0) await masters[0]?.call('CLUSTER', 'MEET', '127.0.0.1', server.port, busPorts[index] ?? 0);
  await eventually('the masters know each other', async () => {
    const states = await Promise.all(masters.map((master) => master.cluster('INFO')));
    return states.every(
      (state) => state.includes('cluster_state:ok') && state.includes(`cluster_known_nodes:${count}`),
    );
  });
  return {
    url: [...servers, ...(count === 1 ? servers : [])].map(({ url }) => url).join(','),
    masters,
    stop: async () => {
      for (const master of masters) master.disconnect();
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}
