import { createPostgresEventLog } from '../../../core/backplane/postgres/event-log.js';
import { createPostgresKeys } from '../../../core/backplane/postgres/keys.js';
import { createPostgresListener } from '../../../core/backplane/postgres/listener.js';
import { createBackplanePool } from '../../../core/backplane/postgres/pool.js';
import { createPostgresSignals } from '../../../core/backplane/postgres/signals.js';
import { eventLogContract } from '../../contract/event-log.js';
import { smallLimits } from '../../contract/event-log-helpers.js';
import { keyStoreContract } from '../../contract/keys.js';
import { signalsContract } from '../../contract/signals.js';
import { silentLogger as logger } from '../../support/logger.js';
import { createTestDatabase } from '../../support/postgres.js';

function connect(url: string) {
  const pool = createBackplanePool({ url, logger });
  const subscriptions = createPostgresListener({ url, logger });
  return {
    pool,
    subscriptions,
    close: async () => {
      await subscriptions.close();
      await pool.end();
    },
  };
}

async function twoProcesses() {
  const database = await createTestDatabase({ migrated: true });
  const [one, two] = [connect(database.url), connect(database.url)];
  const close = async () => {
    await one.close();
    await two.close();
    await database.drop();
  };
  return { database, one, two, close };
}

eventLogContract('Postgres', async () => {
  const { database, one, two, close } = await twoProcesses();
  return {
    log: createPostgresEventLog(one),
    other: createPostgresEventLog(two),
    small: createPostgresEventLog({ ...one, limits: smallLimits }),
    lose: async () => {
      await database.query('TRUNCATE event_log_heads, event_log_events, event_log_once');
    },
    cutSubscriptions: async () => {
      await database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'aside-listener'`,
      );
    },
    close,
  };
});
keyStoreContract('Postgres', async () => {
  const { one, close } = await twoProcesses();
  return { keys: createPostgresKeys(one.pool), close };
});
signalsContract('Postgres', async () => {
  const { one, two, close } = await twoProcesses();
  return { signals: createPostgresSignals(one), other: createPostgresSignals(two), close };
});
