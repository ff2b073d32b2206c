import { Pool } from 'pg';
import type { Logger } from '../../logger.js';
import { eventLogLimits } from '../event-log.js';

export const backplanePoolLimits = {
  /** Connections of one process for its backplane, apart from those for the tables that hold the truth. */
  connections: 4,
  /** A call's time, shared out: waiting to be sent, getting a connection, waiting for the answer. */
  queueWaitMs: eventLogLimits.appendTimeoutMs / 4,
  connectMs: (eventLogLimits.appendTimeoutMs * 3) / 8,
  answerMs: (eventLogLimits.appendTimeoutMs * 3) / 8,
  idleMs: 30_000,
} as const;

export function createBackplanePool(options: { url: string; logger: Logger }): Pool {
  const pool = new Pool({
    connectionString: options.url,
    application_name: 'aside-backplane',
    max: backplanePoolLimits.connections,
    connectionTimeoutMillis: backplanePoolLimits.connectMs,
    query_timeout: backplanePoolLimits.answerMs,
    statement_timeout: backplanePoolLimits.answerMs,
    idleTimeoutMillis: backplanePoolLimits.idleMs,
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
