import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS_TABLE } from '../../core/store/data-source.js';
import { migrations } from '../../migrations/index.js';

export interface TestDatabase {
  /** Connection address of a database that only the caller knows. */
  url: string;
  /** Runs SQL on a connection of its own, so that it works whatever the code under test did to its own. */
  query<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/**
 * A new database on the server that `TEST_DATABASE_URL` names, so that suites run side by side. It is empty, or
 * has every migration applied when `migrated` is true: then it is a copy of the one that `TEST_DATABASE_TEMPLATE`
 * names, if there is one, which is much quicker. `server` is another one than that.
 */
export async function createTestDatabase(
  options: { migrated?: boolean; server?: string } = {},
): Promise<TestDatabase> {
  const server = options.server ?? process.env.TEST_DATABASE_URL;
  if (!server) throw new Error('TEST_DATABASE_URL is not set: set it to a PostgreSQL the tests may use.');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = options.migrated && !options.server && process.env.TEST_DATABASE_TEMPLATE;
  // template0: nobody can be connected to it, which CREATE DATABASE refuses of a template.
  const like = template || `template0 ENCODING 'UTF8'`;
  await runOnce(server, `CREATE DATABASE ${name} TEMPLATE ${like} STRATEGY file_copy`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  const database: TestDatabase = {
    url: address.href,
    query: (sql, values) => runOnce(address.href, sql, values),
    drop: async () => {
      await runOnce(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
  if (options.migrated && !template) await applyMigrations(database);
  return database;
}

async function applyMigrations(database: TestDatabase): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url: database.url,
    migrations,
    migrationsTableName: MIGRATIONS_TABLE,
  });
  try {
    await source.initialize();
    await source.runMigrations();
  } catch (error) {
    await database.drop();
    throw error;
  } finally {
    if (source.isInitialized) await source.destroy();
  }
}

async function runOnce<Row>(url: string, sql: string, values?: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    const result = await client.query(sql, values);
    return result.rows as Row[];
  } finally {
    await client.end();
  }
}
