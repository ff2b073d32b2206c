import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { createBackplane } from '../../../core/backplane/create-backplane.js';
import type { Backplane } from '../../../core/backplane/index.js';
import { newId } from '../../../core/domain/ids.js';
import { delta } from '../../support/deltas.js';
import { eventually } from '../../support/eventually.js';
import { silentLogger as logger } from '../../support/logger.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

describe('the backplane on Postgres alone, under trouble', () => {
  let database: TestDatabase;
  let one: Backplane;
  let two: Backplane;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    const config = { redisUrl: null, databaseUrl: database.url, production: false };
    [one, two] = [await createBackplane({ config, logger }), await createBackplane({ config, logger })];
  });
  afterAll(async () => {
    await one.close();
    await two.close();
    await database.drop();
  });
  const append = (backplane: Backplane, sessionId: string) =>
    backplane.events.append(sessionId, [delta(sessionId, 'x')]);
  const shuffled = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, at: Math.random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);

  test('an append that Postgres refuses does not take those along that travel with it', async () => {
    const sessionIds = [
      ...Array.from({ length: 20 }, newId),
      'no-uuid',
      ...Array.from({ length: 20 }, newId),
    ];
    const outcomes = await Promise.allSettled(sessionIds.map((sessionId) => append(one, sessionId)));
    const refused = sessionIds.filter((_, index) => outcomes[index]?.status === 'rejected');
    expect(refused).toEqual(['no-uuid']);
    const tails = await one.events.tails(sessionIds.filter((sessionId) => sessionId !== 'no-uuid'));
    expect(tails.filter((cursor) => cursor?.endsWith('-1'))).toHaveLength(40);
  });

  test('processes that append to the same sessions in different orders do not block each other', async () => {
    const sessionIds = Array.from({ length: 60 }, () => newId());
    // Round by round, so that on a slow machine no append waits longer than it may.
    for (let round = 0; round < 10; round++) {
      const appends = [one, two].flatMap((backplane) =>
        shuffled(sessionIds).map((sessionId) => append(backplane, sessionId)),
      );
      for (const result of await Promise.all(appends)) expect(result.outcome).toBe('written');
    }
    const tails = await one.events.tails(sessionIds);
    expect(tails.every((cursor) => cursor?.endsWith('-20'))).toBe(true);
  });

  test('calls are refused in time while Postgres does not get on, and work again afterwards', async () => {
    const blocker = new Client({ connectionString: database.url });
    await blocker.connect();
    await blocker.query('BEGIN; LOCK TABLE event_log_heads, backplane_keys IN ACCESS EXCLUSIVE MODE');
    const begun = performance.now();
    const sessionId = newId();
    const calls = [
      ...Array.from({ length: 500 }, () => append(one, sessionId)),
      one.events.read(sessionId, '1-1', 1),
      one.events.tail(sessionId),
      one.check(),
    ];
    for (const outcome of await Promise.allSettled(calls)) expect(outcome.status).toBe('rejected');
    expect(performance.now() - begun).toBeLessThan(3_000);
    await blocker.end();
    expect((await append(one, sessionId)).outcome).toBe('written');
  });

  test('when every connection breaks, calls and wake-ups come back by themselves', async () => {
    const sessionId = newId();
    let woken = 0;
    await two.events.subscribe(sessionId, () => woken++);
    await append(one, sessionId);
    await eventually('woken', () => woken > 0);
    await database.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await eventually('appends work', () =>
      append(one, sessionId).then(
        () => true,
        () => false,
      ),
    );
    woken = 0;
    await eventually('wake-ups work', async () => {
      await append(one, sessionId);
      return woken > 2;
    });
  });

  test('the sweep removes what has expired and leaves the rest', async () => {
    const [old, fresh] = [newId(), newId()];
    for (const sessionId of [old, fresh]) {
      await one.events.append(sessionId, [delta(sessionId, 'x')], { once: 'x' });
      await one.keys.set(sessionId, 'value', 60);
    }
    await database.query(
      "UPDATE event_log_heads SET touched_at = now() - interval '2 hours' WHERE session_id = $1",
      [old],
    );
    await database.query(
      "UPDATE event_log_once SET expires_at = now() - interval '1 s' WHERE session_id = $1",
      [old],
    );
    await database.query("UPDATE backplane_keys SET expires_at = now() - interval '1 s' WHERE key = $1", [
      old,
    ]);
    expect(await one.sweepExpired(100)).toBe(3);
    expect(await one.sweepExpired(100)).toBe(0);
    const rows = await database.query<{ session_id: string }>(
      'SELECT DISTINCT session_id FROM event_log_events WHERE session_id = ANY ($1)',
      [[old, fresh]],
    );
    expect(rows).toEqual([{ session_id: fresh }]);
    expect(await one.keys.get(fresh)).toBe('value');
  });
});
