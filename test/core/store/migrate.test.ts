import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { migrate, revertLast } from '../../../core/store/migrate.js';
import { migrationLimits } from '../../../core/store/migration-limits.js';
import { migrations } from '../../../migrations/index.js';
import { eventually } from '../../support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

describe('migrations', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  const open = () =>
    openDatabase({ url: database.url, poolSize: 2, applicationName: 'test', for: 'migrations' });
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

  test('they stand in the order in which they run', async () => {
    const names = migrations.map((migration) => new migration().name);
    const timeOf = (name: string) => Number(name.slice(-13));
    expect(names).toEqual(names.toSorted((one, other) => timeOf(one) - timeOf(other)));
  });

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

  describe('under load', () => {
    let db: DataSource;
    let program: Client;
    beforeEach(async () => {
      db = await open();
      await migrate(db);
      program = new Client(database.url);
      await program.connect();
    });
    afterEach(async () => {
      await program.end();
      await db.destroy();
    });
    const isWaiting = (name: string) => async () =>
      (
        await database.query(
          `SELECT 1 FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = $1`,
          [name],
        )
      ).length > 0;

    test.each([
      ['KnowledgeAdmin1764330000001', 'UPDATE sessions SET epoch = 1', 'UPDATE turns SET epoch = 1'],
      ['Moderation1764340000001', 'UPDATE sessions SET epoch = 1', 'UPDATE messages SET version = 1'],
      ['Moderation1764340000001', 'UPDATE messages SET version = 1', 'UPDATE sessions SET epoch = 1'],
    ])('%s waits in no circle with who does %s and then %s', async (name, first, second) => {
      await revertTo(db, name);
      await program.query('BEGIN');
      // As each of them begins.
      await program.query('SELECT FROM sessions FOR UPDATE');
      await program.query(first);
      let tries = 0;
      const run = db.runMigrations.bind(db);
      db.runMigrations = (options) => {
        tries++;
        return run(options);
      };
      const done = migrate(db);
      await eventually('the migration waits', isWaiting('test'));
      await program.query(second);
      await program.query('COMMIT');
      expect(await done).toContain(name);
      expect(tries).toBe(1);
    });

    test('a migration that finds a table taken holds up nobody for longer than its time, and comes back', async () => {
      await revertTo(db, 'KnowledgeAdmin1764330000001');
      await program.query('BEGIN');
      await program.query('SELECT FROM turns');
      const done = migrate(db);
      await eventually('the migration waits', isWaiting('test'));
      const began = performance.now();
      await database.query('UPDATE sessions SET epoch = 1');
      await database.query('UPDATE turns SET epoch = 1');
      expect(performance.now() - began).toBeLessThan(migrationLimits.tableWaitMs + 1_000);
      await program.query('COMMIT');
      expect(await done).toContain('KnowledgeAdmin1764330000001');
    });
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
