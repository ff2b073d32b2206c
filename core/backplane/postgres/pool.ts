import { Pool } from 'pg';
import type { Logger } from '../../logger.js';
import { eventLogLimits } from '../event-log.js';

/** Connections of one process for its backplane, apart from those for the tables that hold the truth. */
const MAX_CONNECTIONS = 4;
/** Half of what a call may take to get a connection, half for the answer. */
const HALF_TIMEOUT_MS = eventLogLimits.appendTimeoutMs / 2;

export function createBackplanePool(options: { url: string; logger: Logger }): Pool {
  const pool = new Pool({
    connectionString: options.url,
    application_name: 'aside-backplane',
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: HALF_TIMEOUT_MS,
    query_timeout: HALF_TIMEOUT_MS,
    statement_timeout: HALF_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // Nothing here survives a crash anyway, so that waiting for the disk would be for nothing.
    options: '-c synchronous_commit=off',
  });
  // Without a listener, a connection that breaks while it is idle would end the process.
  pool.on('error', (error) => {
    options.logger.warn({ err: error }, 'a connection to Postgres broke');
  });
  return pool;
}
