import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

describe('statements of the store', () => {
  let database: TestDatabase;
  let db: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    // One connection: what is prepared is prepared on it.
    db = await openDatabase({ url: database.url, poolSize: 1, applicationName: 'test' });
  });
  afterAll(async () => {
    await db.destroy();
    await database.drop();
  });

  const prepared = () =>
    db.query('SELECT statement, generic_plans + custom_plans AS executions FROM pg_prepared_statements');

  it('are prepared when they have parameters, once for all executions', async () => {
    for (const value of [1, 2, 3]) {
      expect(await db.query('SELECT $1::int + 1 AS next', [value])).toEqual([{ next: value + 1 }]);
    }
    expect(await prepared()).toEqual([{ statement: 'SELECT $1::int + 1 AS next', executions: '3' }]);
  });

  it('are sent as they are without parameters, several in one text too', async () => {
    await db.query('CREATE TABLE one (id int); CREATE TABLE two (id int)');
    expect(await prepared()).toHaveLength(1);
  });

  it('work in transactions, and go on after one that failed', async () => {
    await expect(
      db.transaction((manager) => manager.query('SELECT 1 / $1::int AS share', [0])),
    ).rejects.toThrow('division by zero');
    expect(await db.query('SELECT 1 / $1::int AS share', [1])).toEqual([{ share: 1 }]);
  });
});
