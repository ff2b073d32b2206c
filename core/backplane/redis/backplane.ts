import { randomUUID } from 'node:crypto';
import { ConfigError } from '../../config.js';
import type { Logger } from '../../logger.js';
import { type Backplane, PROBE_SECONDS } from '../index.js';
import type { RedisClient } from './connect.js';
import { createRedisConnection } from './connection.js';
import { createRedisEventLog } from './event-log.js';
import { createRedisKeys } from './keys.js';
import { createRedisSignals } from './signals.js';
import { createRedisSubscriptions } from './subscriptions.js';

/** How long start-up waits for Redis. It goes on without: messages are taken and kept while Redis is away. */
export const START_WAIT_MS = 3_000;

/**
 * Rejects with a ConfigError in production when Redis may throw keys away: queues would lose jobs, and logs
 * events. A Redis that does not answer now is not refused.
 */
export async function createRedisBackplane(options: {
  url: string;
  production: boolean;
  logger: Logger;
}): Promise<Backplane> {
  const { logger } = options;
  const connection = createRedisConnection(options);
  const client = connection.commands;
  const subscriptions = createRedisSubscriptions({ ...connection, logger });
  const close = async () => {
    await subscriptions.close();
    connection.close();
  };
  if (await connection.ready(START_WAIT_MS)) {
    const policy = await evictionPolicy(client);
    if (mayEvict(policy)) {
      const problem = evictionProblem(policy);
      if (options.production) {
        await close();
        throw new ConfigError(problem);
      }
      logger.warn(problem);
    }
  } else {
    logger.warn('Redis does not answer yet; starting without it');
  }
  const probe = `aside:probe:${randomUUID()}`;
  return {
    kind: 'redis',
    events: createRedisEventLog({ client, subscriptions }),
    keys: createRedisKeys(client),
    signals: createRedisSignals({ client, subscriptions }),
    check: async () => {
      await client.set(probe, '1', 'EX', PROBE_SECONDS);
    },
    sweepExpired: async () => 0,
    close,
  };
}

/** A policy that is not known is not refused. */
export function mayEvict(policy: string | null): policy is string {
  return policy !== null && policy !== 'noeviction';
}

export function evictionProblem(policy: string): string {
  return `REDIS_URL names a Redis that may evict keys: set its maxmemory-policy to noeviction (it is ${policy}).`;
}

/** From INFO, which hosted Redis allows, and CONFIG GET often not. Null when it does not say. */
export async function evictionPolicy(client: RedisClient): Promise<string | null> {
  const info = await client.info('memory').catch(() => '');
  return /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? null;
}
