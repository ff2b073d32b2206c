import type { DataSource } from 'typeorm';

/** Any number that nothing else in the database uses as an advisory lock; "Asid" in ASCII. */
const MIGRATION_LOCK = 0x41736964;

/**
 * Runs the migrations that are missing and returns their names. Several processes may call this at once: one
 * works, the others wait and find nothing left to do.
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  return underLock(dataSource, async () => {
    const done = await dataSource.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  });
}

/** Takes back the newest migration. */
export async function revertLast(dataSource: DataSource): Promise<void> {
  await underLock(dataSource, () => dataSource.undoLastMigration({ transaction: 'each' }));
}

async function underLock<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  // The lock belongs to a connection, so it must be this runner's for the whole time, and is freed if we die.
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.query(`SET statement_timeout = '120s'`);
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work();
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.query('RESET statement_timeout').catch(() => undefined);
    await runner.release();
  }
}
