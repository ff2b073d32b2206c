import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { vector } from '@electric-sql/pglite-pgvector';
import { DataSource } from 'typeorm';
import { MIGRATIONS_TABLE } from '../../core/store/data-source.js';
import { migrations } from '../../migrations/index.js';

/**
 * A migrated PostgreSQL with pgvector, in this process and for one connection: the embedded one that the other suites share
 * comes without extensions of others. It is PostgreSQL 18 compiled to WebAssembly, asked by the same client.
 */
export async function openVectorDatabase(): Promise<DataSource> {
  const server = await PGlite.create({ extensions: { vector, pg_trgm } });
  const db = new DataSource({
    type: 'postgres',
    migrations,
    migrationsTableName: MIGRATIONS_TABLE,
    extra: { ...createPgConfig(server), max: 1 },
  });
  await db.initialize();
  await db.runMigrations({ transaction: 'each' });
  const { destroy } = db;
  db.destroy = async () => {
    await destroy.call(db);
    await server.close();
  };
  return db;
}
