import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { Backplane } from '../../../core/backplane/index.js';
import { createPostgresBackplane } from '../../../core/backplane/postgres/backplane.js';
import { openDatabase } from '../../../core/store/data-source.js';
import { purgeSessions } from '../../../worker/maintenance/retention.js';
import { silentLogger as logger } from '../../support/logger.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

const LONG = 5;

let database: TestDatabase;
let db: DataSource;
let backplane: Backplane;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  // One connection, whose statements have less time than the production's.
  db = await openDatabase({ url: database.url, poolSize: 1, applicationName: 'test' });
  await db.query('SET statement_timeout = 500');
  backplane = createPostgresBackplane({ url: database.url, logger });
  await database.query(`
    CREATE FUNCTION take_long() RETURNS trigger AS $$ BEGIN PERFORM pg_sleep(0.2); RETURN OLD; END $$ LANGUAGE plpgsql;
    CREATE TRIGGER take_long BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION take_long()`);
});
afterAll(async () => {
  await backplane.close();
  await db.destroy();
  await database.drop();
});

test('sessions that are too long for one statement are purged one by one', async () => {
  await database.query(
    `INSERT INTO sessions (id, user_id, deleted_at)
     SELECT gen_random_uuid(), 'ana', now() - interval '31 days' FROM generate_series(1, ${LONG})`,
  );
  const { events, keys } = backplane;
  const policy = { archiveAfterDays: 90, purgeAfterDays: 30 };
  const purged = await purgeSessions({ db, events, keys, policy, logger }, new AbortController().signal);
  expect(purged).toBe(LONG);
  expect(await database.query('SELECT 1 FROM sessions')).toEqual([]);
});
