import { runMigrations } from 'bullmq';
import pg from 'pg';
import type { Config } from '../config.js';
import { queueConnectionLimits } from './queue-connections.js';

/** Creates BullMQ's tables where Postgres is the backplane; safe to run at every start, and by several at once. */
export async function prepareQueues(config: Pick<Config, 'databaseUrl' | 'redisUrl'>): Promise<void> {
  if (config.redisUrl) return;
  const client = new pg.Client({
    connectionString: config.databaseUrl,
    connectionTimeoutMillis: queueConnectionLimits.connectMs,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
}
