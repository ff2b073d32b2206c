import { randomUUID } from 'node:crypto';
import type { Logger } from '../../logger.js';
import { eventLogLimits } from '../event-log.js';
import { type Backplane, PROBE_SECONDS } from '../index.js';
import { createPostgresEventLog } from './event-log.js';
import { createPostgresKeys } from './keys.js';
import { createPostgresListener } from './listener.js';
import { createBackplanePool } from './pool.js';
import { createPostgresSignals } from './signals.js';

/** Needs the tables of `migrations/postgres-backplane.ts`. Connects when it is first used. */
export function createPostgresBackplane(options: { url: string; logger: Logger }): Backplane {
  const pool = createBackplanePool(options);
  const subscriptions = createPostgresListener(options);
  const keys = createPostgresKeys(pool);
  const probe = `probe:${randomUUID()}`;
  return {
    kind: 'postgres',
    events: createPostgresEventLog({ pool, subscriptions }),
    keys,
    signals: createPostgresSignals({ pool, subscriptions }),
    check: () => keys.set(probe, '1', PROBE_SECONDS),
    sweepExpired: async (limit) => {
      const { rows } = await pool.query<{ swept: string }>('SELECT event_log_sweep($1, $2) AS swept', [
        `${eventLogLimits.ttlSeconds} seconds`,
        limit,
      ]);
      return Number(rows[0]?.swept ?? 0);
    },
    close: async () => {
      await subscriptions.close();
      await pool.end();
    },
  };
}
