import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS_TABLE } from '../../core/store/data-source.js';
import { migrations } from '../../migrations/index.js';

export interface TestDatabase {
  /** Connection address of a database that only the caller knows. */
  url: string;
  /** Runs SQL on a connection that the code under test does not know, so that it works whatever that did to its own. */
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
  const owner = poolOf(server);
  await owner.query(`CREATE DATABASE ${name} TEMPLATE ${like} STRATEGY file_copy`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  const pool = openPool(address.href);
  const database: TestDatabase = {
    url: address.href,
    query: async <Row>(sql: string, values?: unknown[]) => (await pool.query(sql, values)).rows as Row[],
    drop: async () => {
      await owner.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      if (!pool.ending) await pool.end();
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

/** A connection is dear: it is kept for a while, and keeps no process alive. */
function openPool(url: string): Pool {
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 10_000, allowExitOnIdle: true });
  pool.on('error', () => {});
  return pool;
}

const pools = new Map<string, Pool>();

function poolOf(server: string): Pool {
  const pool = pools.get(server) ?? openPool(server);
  pools.set(server, pool);
  return pool;
}
