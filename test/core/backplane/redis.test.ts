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
import { testRedisUrl } from '../../support/redis.js';

const url = testRedisUrl();

async function connect(redisUrl: string) {
  const connection = createRedisConnection({ url: redisUrl, logger });
  await connection.ready(10_000);
  const client = connection.commands;
  const subscriptions = createRedisSubscriptions({ client: connection.subscriber, logger });
  return {
    client,
    subscriptions,
    close: async () => {
      await subscriptions.close();
      connection.close();
    },
  };
}

if (url) {
  eventLogContract('Redis', async () => {
    const [one, two] = [await connect(url), await connect(url)];
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
      close: async () => {
        await one.close();
        await two.close();
      },
    };
  });
  keyStoreContract('Redis', async () => {
    const { client, close } = await connect(url);
    return { keys: createRedisKeys(client), close };
  });
  signalsContract('Redis', async () => {
    const [one, two] = [await connect(url), await connect(url)];
    return {
      signals: createRedisSignals(one),
      other: createRedisSignals(two),
      close: async () => {
        await one.close();
        await two.close();
      },
    };
  });
} else {
  test.skip('the backplane on Redis: TEST_REDIS_URL is not set', () => {});
}
