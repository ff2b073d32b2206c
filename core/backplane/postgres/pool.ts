import { Pool } from 'pg';
import type { Logger } from '../../logger.js';
import { eventLogLimits } from '../event-log.js';

/** Connections of one process for its backplane, apart from those for the tables that hold the truth. */
const MAX_CONNECTIONS = 4;
/** A call's time, shared out: waiting to be sent, getting a connection, waiting for the answer. */
export const QUEUE_WAIT_MS = eventLogLimits.appendTimeoutMs / 4;
const CONNECT_MS = (eventLogLimits.appendTimeoutMs * 3) / 8;
const ANSWER_MS = (eventLogLimits.appendTimeoutMs * 3) / 8;

export function createBackplanePool(options: { url: string; logger: Logger }): Pool {
  const pool = new Pool({
    connectionString: options.url,
    application_name: 'aside-backplane',
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
    statement_timeout: ANSWER_MS,
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
