import { describe, test } from '@jest/globals';
import { createBackplane } from '../../../core/backplane/create-backplane.js';
import { createRedisConnection } from '../../../core/backplane/redis/connection.js';
import { createRedisEventLog } from '../../../core/backplane/redis/event-log.js';
import { createRedisSubscriptions } from '../../../core/backplane/redis/subscriptions.js';
import { eventLogContract } from '../../contract/event-log.js';
import { smallLimits } from '../../contract/event-log-helpers.js';
import { keyStoreContract } from '../../contract/keys.js';
import { signalsContract } from '../../contract/signals.js';
import { silentLogger as logger } from '../../support/logger.js';
import { redisServerInstalled } from '../../support/redis.js';
import { startRedisCluster } from '../../support/redis-cluster.js';

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
  const cluster = await startRedisCluster(1);
  const config = { redisUrl: cluster.url, databaseUrl: '', production: false };
  const [one, two] = [await createBackplane({ config, logger }), await createBackplane({ config, logger })];
  const close = async () => {
    await one.close();
    await two.close();
    await cluster.stop();
  };
  return { one, two, close };
}

if (redisServerInstalled()) {
  eventLogContract('a Redis Cluster', async () => {
    const cluster = await startRedisCluster(1);
    const [one, two] = [await connect(cluster.url), await connect(cluster.url)];
    return {
      log: createRedisEventLog(one),
      other: createRedisEventLog(two),
      small: createRedisEventLog({ ...one, limits: smallLimits }),
      lose: async () => {
        await cluster.masters[0]?.flushall();
      },
      cutSubscriptions: async () => {
        await cluster.masters[0]?.client('KILL', 'TYPE', 'pubsub');
      },
      close: async () => {
        await one.close();
        await two.close();
        await cluster.stop();
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
