import { Redis } from 'ioredis';
import { createBackplane } from '../../core/backplane/create-backplane.js';
import type { Backplane } from '../../core/backplane/index.js';
import { backplanePoolLimits } from '../../core/backplane/postgres/pool.js';
import { newId } from '../../core/domain/ids.js';
import { eventually } from './eventually.js';
import { silentLogger as logger } from './logger.js';
import { createTestDatabase } from './postgres.js';
import { redisServerInstalled, startRedis } from './redis.js';

export interface OpenBackplane {
  backplane: Backplane;
  /** Cuts every connection that receives wake-ups. */
  cutSubscriptions(): Promise<void>;
  /** Loses every log of the backplane's store on Postgres, the session's on Redis. */
  lose(sessionId: string): Promise<void>;
  close(): Promise<void>;
}

/** The backplanes that this run can test, for `describe.each`. */
export const testBackplanes: { kind: string; open(): Promise<OpenBackplane> }[] = [
  { kind: 'Postgres', open: openPostgres },
];
if (redisServerInstalled()) testBackplanes.push({ kind: 'Redis', open: openRedis });

async function openPostgres(): Promise<OpenBackplane> {
  const database = await createTestDatabase({ migrated: true });
  const backplane = await createBackplane({
    config: { redisUrl: null, databaseUrl: database.url, production: false },
    logger,
  });
  // A busy machine may take longer to open one than a call may wait, and a test calls without trying again.
  await eventually('the connections are open', async () => {
    const calls = Array.from({ length: backplanePoolLimits.connections }, () =>
      backplane.events.tail(newId()),
    );
    return (await Promise.allSettled(calls)).every(({ status }) => status === 'fulfilled');
  });
  return {
    backplane,
    cutSubscriptions: async () => {
      await database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'aside-listener'`,
      );
    },
    lose: async () => {
      await database.query('TRUNCATE event_log_heads, event_log_events, event_log_once');
    },
    close: async () => {
      await backplane.close();
      await database.drop();
    },
  };
}

/** On a Redis of its own: who cuts every subscription must not cut those of other suites. */
async function openRedis(): Promise<OpenBackplane> {
  const redis = await startRedis();
  const backplane = await createBackplane({
    config: { redisUrl: redis.url, databaseUrl: '', production: false },
    logger,
  });
  const client = new Redis(redis.url);
  return {
    backplane,
    cutSubscriptions: async () => {
      await client.client('KILL', 'TYPE', 'pubsub');
    },
    lose: async (sessionId) => {
      const keys = await client.keys(`aside:{${sessionId}}:*`);
      if (keys.length > 0) await client.del(keys);
    },
    close: async () => {
      client.disconnect();
      await backplane.close();
      await redis.stop();
    },
  };
}
