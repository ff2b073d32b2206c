import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { migrate, revertLast } from '../../../core/store/migrate.js';
import { migrations } from '../../../migrations/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

describe('migrations', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  const open = () => openDatabase({ url: database.url, poolSize: 2, applicationName: 'test' });
  const tables = async () => {
    const rows = await database.query<{ tablename: string }>(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
    );
    return rows.map((row) => row.tablename);
  };

  /** Takes back this one and all that came after it. */
  const revertTo = async (db: DataSource, name: string) => {
    const isThere = () => database.query('SELECT 1 FROM aside_migrations WHERE name = $1', [name]);
    while ((await isThere()).length > 0) await revertLast(db);
  };

  test('five processes that migrate at once leave one result', async () => {
    const processes = await Promise.all(Array.from({ length: 5 }, open));
    const done = await Promise.all(processes.map((process) => migrate(process)));
    expect(done.flat()).toHaveLength(migrations.length);
    const recorded = await database.query('SELECT name FROM aside_migrations');
    expect(recorded).toHaveLength(migrations.length);
    await Promise.all(processes.map((process) => process.destroy()));
  });

  test('each can be taken back and applied again', async () => {
    const db = await open();
    await migrate(db);
    const after = await tables();
    for (let count = 0; count < migrations.length; count++) await revertLast(db);
    expect(await tables()).toEqual(['aside_migrations']);
    await migrate(db);
    expect(await tables()).toEqual(after);
    await db.destroy();
  });

  test('what asks for a label is not left to everybody where labels are taken back', async () => {
    const db = await open();
    await migrate(db);
    await database.query(
      `INSERT INTO knowledge_documents (id, slug, language, title, path, content_hash, labels)
       VALUES (gen_random_uuid(), 'open', 'en', 'T', 'P', '', '{}'),
         (gen_random_uuid(), 'secret', 'en', 'T', 'P', '', '{board}')`,
    );
    await revertTo(db, 'KnowledgeAdmin1764330000001');
    expect(await database.query('SELECT slug FROM knowledge_documents')).toEqual([{ slug: 'open' }]);
    await db.destroy();
  });

  test('statements of migrations have no time limit, those of requests have one', async () => {
    const limits = async (options: { for?: 'migrations' }) => {
      const db = await openDatabase({ url: database.url, poolSize: 1, applicationName: 'test', ...options });
      const [row] = await db.query<[{ statement_timeout: string }]>('SHOW statement_timeout');
      await db.destroy();
      return row.statement_timeout;
    };
    expect(await limits({ for: 'migrations' })).toBe('0');
    expect(await limits({})).toBe('15s');
  });

  test('a migration that fails leaves nothing locked', async () => {
    await database.query('CREATE TABLE sessions ()');
    const db = await open();
    await expect(migrate(db)).rejects.toThrow('sessions');
    expect(
      await database.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`),
    ).toEqual([]);
    await db.destroy();
  });

  test('an address that nobody answers is refused in time', async () => {
    const address = {
      url: 'postgres://127.0.0.1:9/none',
      poolSize: 1,
      applicationName: 'test',
      connectTimeoutMs: 500,
    };
    await expect(openDatabase(address)).rejects.toThrow();
  });
});
