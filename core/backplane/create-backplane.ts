import type { Config } from '../config.js';
import type { Logger } from '../logger.js';
import type { Backplane } from './index.js';
import { createPostgresBackplane } from './postgres/backplane.js';
import { createRedisBackplane } from './redis/backplane.js';
import { withSessionCursors } from './session-cursors.js';

/** Redis when `REDIS_URL` is set, Postgres alone otherwise. Resolves also while the store cannot be reached. */
export async function createBackplane(options: {
  config: Pick<Config, 'production' | 'redisUrl' | 'databaseUrl'>;
  logger: Logger;
}): Promise<Backplane> {
  const { config, logger } = options;
  const backplane = config.redisUrl
    ? await createRedisBackplane({ url: config.redisUrl, production: config.production, logger })
    : createPostgresBackplane({ url: config.databaseUrl, logger });
  return { ...backplane, events: withSessionCursors(backplane.events) };
}
