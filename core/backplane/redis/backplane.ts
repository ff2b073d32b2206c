import { randomUUID } from 'node:crypto';
import type { Logger } from '../../logger.js';
import type { Backplane } from '../index.js';
import { createRedisConnection } from './connection.js';
import { createRedisEventLog } from './event-log.js';
import { createRedisKeys } from './keys.js';
import { createRedisSignals } from './signals.js';
import { createRedisSubscriptions } from './subscriptions.js';

/** How long start-up waits for Redis. It goes on without: messages are taken and kept while Redis is away. */
const START_WAIT_MS = 3_000;

export async function createRedisBackplane(options: { url: string; logger: Logger }): Promise<Backplane> {
  const { logger } = options;
  const connection = createRedisConnection(options);
  const client = connection.commands;
  const subscriptions = createRedisSubscriptions({ client: connection.subscriber, logger });
  if (!(await connection.ready(START_WAIT_MS))) {
    logger.warn('Redis does not answer yet; starting without it');
  }
  const probe = `aside:probe:${randomUUID()}`;
  return {
    kind: 'redis',
    events: createRedisEventLog({ client, subscriptions }),
    keys: createRedisKeys(client),
    signals: createRedisSignals({ client, subscriptions }),
    check: async () => {
      await client.set(probe, '1', 'EX', 10);
    },
    sweepExpired: async () => 0,
    close: async () => {
      await subscriptions.close();
      connection.close();
    },
  };
}
