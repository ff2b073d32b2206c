import { describe, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { createBackplane } from '../../../core/backplane/create-backplane.js';
import { createRedisConnection } from '../../../core/backplane/redis/connection.js';
import { createRedisEventLog } from '../../../core/backplane/redis/event-log.js';
import { createRedisSubscriptions } from '../../../core/backplane/redis/subscriptions.js';
import { eventLogContract } from '../../contract/event-log.js';
import { smallLimits } from '../../contract/event-log-helpers.js';
import { keyStoreContract } from '../../contract/keys.js';
import { signalsContract } from '../../contract/signals.js';
import { eventually } from '../../support/eventually.js';
import { silentLogger as logger } from '../../support/logger.js';
import { type OwnRedis, redisServerInstalled, startRedis } from '../../support/redis.js';

/** A cluster of one node: routing is not put to the test, but every rule of slots and hash tags holds. */
async function startCluster(): Promise<{
  redis: OwnRedis;
  url: string;
  admin: Redis;
  close(): Promise<void>;
}> {
  const redis = await startRedis(['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1']);
  const admin = new Redis(redis.url);
  await admin.cluster('ADDSLOTSRANGE', 0, 16_383);
  await eventually('the cluster is up', async () =>
    (await admin.cluster('INFO')).includes('cluster_state:ok'),
  );
  const close = async () => {
    admin.disconnect();
    await redis.stop();
  };
  return { redis, url: `${redis.url},${redis.url}`, admin, close };
}

async function connect(url: string) {
  const connection = createRedisConnection({ url, logger });
  await connection.ready(10_000);
  const subscriptions = createRedisSubscriptions({ ...connection, logger });
  const close = async () => {
    await subscriptions.close();
    connection.close();
  };
  return { client: connection.commands, subscriptions, close };
}

async function openBackplanes() {
  const cluster = await startCluster();
  const config = { redisUrl: cluster.url, databaseUrl: '', production: false };
  const [one, two] = [await createBackplane({ config, logger }), await createBackplane({ config, logger })];
  const close = async () => {
    await one.close();
    await two.close();
    await cluster.close();
  };
  return { one, two, close };
}

if (redisServerInstalled()) {
  eventLogContract('a Redis Cluster', async () => {
    const cluster = await startCluster();
    const [one, two] = [await connect(cluster.url), await connect(cluster.url)];
    return {
      log: createRedisEventLog(one),
      other: createRedisEventLog(two),
      small: createRedisEventLog({ ...one, limits: smallLimits }),
      lose: async () => {
        await cluster.admin.flushall();
      },
      cutSubscriptions: async () => {
        await cluster.admin.client('KILL', 'TYPE', 'pubsub');
      },
      close: async () => {
        await one.close();
        await two.close();
        await cluster.close();
      },
    };
  });
  keyStoreContract('a Redis Cluster', async () => {
    const { one, close } = await openBackplanes();
    return { keys: one.keys, close };
  });
  signalsContract('a Redis Cluster', async () => {
    const { one, two, close } = await openBackplanes();
    return { signals: one.signals, other: two.signals, close };
  });
} else {
  describe('the backplane on a Redis Cluster', () => {
    test.skip('redis-server is not installed here', () => {});
  });
}
