import { prepareQueues } from '../core/backplane/prepare-queues.js';
import { ConfigError, loadReleaseConfig } from '../core/config.js';
import { openDatabase } from '../core/store/data-source.js';
import { migrate, revertLast } from '../core/store/migrate.js';
import { migrationLimits } from '../core/store/migration-limits.js';

/*
 * The Procfile's `release`: brings the database up to this version. Any number may run at once; one works and the
 * others wait for it. `down` takes the newest migration back.
 */

const direction = process.argv[2] ?? 'up';

try {
  if (direction !== 'up' && direction !== 'down') {
    throw new ConfigError(`${direction} is no direction: give up (the default) or down.`);
  }
  await release(direction);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function release(direction: 'up' | 'down'): Promise<void> {
  const config = loadReleaseConfig(process.env);
  const dataSource = await openDatabase({
    url: config.databaseUrl,
    poolSize: migrationLimits.connections,
    applicationName: 'aside-release',
    for: 'migrations',
  });
  try {
    if (direction === 'down') {
      await revertLast(dataSource);
      console.log('The newest migration is taken back.');
      return;
    }
    const names = await migrate(dataSource);
    for (const name of names) console.log(`Applied ${name}.`);
    if (names.length === 0) console.log('The database is up to date.');
  } finally {
    await dataSource.destroy();
  }
  await prepareQueues(config);
}
