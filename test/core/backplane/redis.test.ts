import { test } from '@jest/globals';
import { createRedisConnection } from '../../../core/backplane/redis/connection.js';
import { createRedisEventLog } from '../../../core/backplane/redis/event-log.js';
import { createRedisKeys } from '../../../core/backplane/redis/keys.js';
import { createRedisSignals } from '../../../core/backplane/redis/signals.js';
import { createRedisSubscriptions } from '../../../core/backplane/redis/subscriptions.js';
import { eventLogContract } from '../../contract/event-log.js';
import { smallLimits } from '../../contract/event-log-helpers.js';
import { keyStoreContract } from '../../contract/keys.js';
import { signalsContract } from '../../contract/signals.js';
import { silentLogger as logger } from '../../support/logger.js';
import { redisServerInstalled, startRedis } from '../../support/redis.js';

async function connect(redisUrl: string) {
  const connection = createRedisConnection({ url: redisUrl, logger });
  await connection.ready(10_000);
  const client = connection.commands;
  const subscriptions = createRedisSubscriptions({ ...connection, logger });
  return {
    client,
    subscriptions,
    close: async () => {
      await subscriptions.close();
      connection.close();
    },
  };
}

/** Of its own: to cut every subscription would cut those of other suites too. */
async function twoProcesses() {
  const redis = await startRedis();
  const [one, two] = [await connect(redis.url), await connect(redis.url)];
  const close = async () => {
    await one.close();
    await two.close();
    await redis.stop();
  };
  return { one, two, close };
}

if (redisServerInstalled()) {
  eventLogContract('Redis', async () => {
    const { one, two, close } = await twoProcesses();
    return {
      log: createRedisEventLog(one),
      other: createRedisEventLog(two),
      small: createRedisEventLog({ ...one, limits: smallLimits }),
      lose: async (sessionId) => {
        const keys = await one.client.keys(`aside:{${sessionId}}:*`);
        await one.client.del(keys);
      },
      cutSubscriptions: async () => {
        await one.client.client('KILL', 'TYPE', 'pubsub');
      },
      close,
    };
  });
  keyStoreContract('Redis', async () => {
    const { one, close } = await twoProcesses();
    return { keys: createRedisKeys(one.client), close };
  });
  signalsContract('Redis', async () => {
    const { one, two, close } = await twoProcesses();
    return {
      signals: createRedisSignals(one),
      other: createRedisSignals(two),
      close,
    };
  });
} else {
  test.skip('the backplane on Redis: redis-server is not installed here', () => {});
}
