import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { emptyContext } from '../../../core/domain/session.js';
import { openDatabase } from '../../../core/store/data-source.js';
import { createSession, findSession, listSessions, updateSession } from '../../../core/store/sessions.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

describe('sessions', () => {
  let database: TestDatabase;
  let db: DataSource;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    db = await openDatabase({ url: database.url, poolSize: 10, applicationName: 'test' });
  });
  afterAll(async () => {
    await db.destroy();
    await database.drop();
  });
  const make = (userId = 'ana') =>
    createSession(db, { userId, title: null, context: emptyContext, metadata: {} });

  test('two changes of different context fields at the same moment both stay', async () => {
    const { id } = await make();
    await Promise.all([
      updateSession(db, { id, userId: 'ana' }, { context: { clientName: 'Acme' } }),
      updateSession(db, { id, userId: 'ana' }, { context: { meetingType: 'review' } }),
    ]);
    const session = await findSession(db, { id, userId: 'ana' });
    expect(session?.context).toEqual({ ...emptyContext, clientName: 'Acme', meetingType: 'review' });
  });

  test('bear the time at which a change was made, not that at which whoever waited for it had begun', async () => {
    const { id } = await make();
    const change = (by: Pick<DataSource, 'query'>, clientName: string) =>
      updateSession(by as DataSource, { id, userId: 'ana' }, { context: { clientName } });
    await db.transaction(async (begunFirst) => {
      await begunFirst.query('SELECT now(), pg_sleep(0.01)');
      const made = await change(db, 'Acme');
      const madeLater = await change(begunFirst as unknown as DataSource, 'Globex');
      expect(madeLater?.session.updatedAt.getTime()).toBeGreaterThanOrEqual(
        made?.session.updatedAt.getTime() ?? 0,
      );
    });
  });

  test('say whether a change changed anything', async () => {
    const owned = { id: (await make()).id, userId: 'ana' };
    const change = { title: 'Plans', context: { clientName: 'Acme' }, metadata: { a: [1, { b: null }] } };
    expect((await updateSession(db, owned, change))?.changed).toBe(true);
    expect((await updateSession(db, owned, change))?.changed).toBe(false);
    expect((await updateSession(db, owned, { title: null }))?.changed).toBe(true);
    expect((await updateSession(db, owned, { expiresAt: null }))?.changed).toBe(false);
  });

  test('are another user’s: not found, not changed, not listed', async () => {
    const { id } = await make();
    expect(await findSession(db, { id, userId: 'ben' })).toBeNull();
    expect(await updateSession(db, { id, userId: 'ben' }, { title: 'Mine' })).toBeNull();
    const { items } = await listSessions(db, { userId: 'ben', status: null, limit: 10, before: null });
    expect(items).toEqual([]);
  });

  test('are listed in pages that neither skip nor repeat any, though many share a moment', async () => {
    const made = await Promise.all(Array.from({ length: 25 }, () => make('cleo')));
    const seen: string[] = [];
    let before: { lastActivity: string; id: string } | null = null;
    for (let more = true; more; ) {
      const page: Awaited<ReturnType<typeof listSessions>> = await listSessions(db, {
        userId: 'cleo',
        status: null,
        limit: 4,
        before,
      });
      seen.push(...page.items.map(({ session }) => session.id));
      const last = page.items.at(-1)?.session;
      before = last ? { lastActivity: last.lastActivity.toISOString(), id: last.id } : null;
      more = page.hasMore;
    }
    expect([...seen].sort()).toEqual(made.map(({ id }) => id).sort());
  });
});
