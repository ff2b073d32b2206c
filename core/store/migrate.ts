import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type DataSource, MigrationExecutor, QueryFailedError } from 'typeorm';
import { dropVectors } from './knowledge-vectors.js';
import { migrationLimits } from './migration-limits.js';

/** Any number that nothing else in the database uses as an advisory lock; "Asid" in ASCII. */
const MIGRATION_LOCK = 0x41736964;

/**
 * Runs the migrations that are missing and returns their names. Several processes may call this at once: one
 * works, the others wait and find nothing left to do. `dataSource` should be opened for migrations, which may take
 * longer than a request.
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  return underLock(dataSource, async () => {
    const missing = await new MigrationExecutor(dataSource).getPendingMigrations();
    await givingWay(() => dataSource.runMigrations({ transaction: 'each' }));
    return missing.map((migration) => migration.name);
  });
}

/** Takes back the newest migration, and the vectors, which workers make anew. */
export async function revertLast(dataSource: DataSource): Promise<void> {
  await underLock(dataSource, async () => {
    await dropVectors(dataSource);
    await givingWay(() => dataSource.undoLastMigration({ transaction: 'each' }));
  });
}

/** Does it again while it found no table free; what was done before stays done, and nothing is left half. */
async function givingWay(work: () => Promise<unknown>): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await work();
      return;
    } catch (error) {
      if (tried === migrationLimits.tries || !stoodInTheWay(error)) throw error;
    }
    await sleep(migrationLimits.pauseMs);
  }
}

/** It waited too long for a lock, or in a circle. */
function stoodInTheWay(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code } = error.driverError as { code?: string };
  return code === '55P03' || code === '40P01';
}

/**
 * The lock is held by a connection of its own, which ends with the work: so it is given back whatever happens, and by
 * Postgres when this process dies.
 */
async function underLock<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  const { options } = dataSource;
  if (options.type !== 'postgres' || !options.url)
    throw new Error('migrations need an address of a PostgreSQL');
  const holder = new Client({
    connectionString: options.url,
    application_name: 'aside-migration-lock',
    connectionTimeoutMillis: migrationLimits.connectMs,
    keepAlive: true,
  });
  // Without a listener an error ends the process; losing the lock matters only to whoever waits for it.
  holder.on('error', () => undefined);
  await holder.connect();
  try {
    await holder.query(`SET lock_timeout = ${migrationLimits.lockWaitMs}`);
    await holder.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work();
  } finally {
    await holder.end();
  }
}
