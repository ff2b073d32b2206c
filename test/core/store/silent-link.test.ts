import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { type FaultyLink, startFaultyLink } from '../../../bench/chaos/site/faulty-link.js';
import { openDatabase } from '../../../core/store/data-source.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

const QUERY_MS = 300;
const POOL_SIZE = 2;

describe('a link to Postgres that swallows what is sent', () => {
  let database: TestDatabase;
  let link: FaultyLink;
  let db: DataSource;
  beforeEach(async () => {
    database = await createTestDatabase();
    const url = new URL(database.url);
    link = await startFaultyLink(Number(url.port));
    url.port = String(link.port);
    db = await openDatabase({
      url: url.href,
      poolSize: POOL_SIZE,
      applicationName: 'test',
      queryMs: QUERY_MS,
    });
    await fill();
  });
  afterEach(async () => {
    await link.close();
    await db.destroy();
    await database.drop();
  });

  /** As many connections as there may be, all of them idle again. */
  const fill = () => Promise.all(Array.from({ length: POOL_SIZE }, () => db.query('SELECT pg_sleep(0.05)')));
  const ask = () => db.query('SELECT $1::int AS one', [1]);
  const timeouts = async () => {
    const asked = await Promise.allSettled(Array.from({ length: POOL_SIZE }, ask));
    for (const { status } of asked) expect(status).toBe('rejected');
  };

  test('costs each connection one query: the next is asked on a new one', async () => {
    link.halfOpen();
    await timeouts();
    expect(await ask()).toEqual([{ one: 1 }]);
  });

  test('costs a transaction that was under way, and no later one', async () => {
    const broken = db.transaction(async (manager) => {
      await manager.query('SELECT 1');
      link.halfOpen();
      await manager.query('SELECT $1::int', [1]);
    });
    await expect(broken).rejects.toThrow('Query read timeout');
    await expect(ask()).rejects.toThrow('Query read timeout');
    expect(await db.transaction((manager) => manager.query('SELECT $1::int AS one', [1]))).toEqual([
      { one: 1 },
    ]);
  });

  test('leaves nothing behind in the pool when it heals', async () => {
    link.swallow();
    await timeouts();
    link.heal();
    await fill();
    expect(await ask()).toEqual([{ one: 1 }]);
  });
});
