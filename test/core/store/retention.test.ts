import { describe, expect, test } from '@jest/globals';
import { newId } from '../../../core/domain/ids.js';
import {
  archiveIdle,
  closeExpired,
  deleteOldIdempotencyKeys,
  purgeDeleted,
} from '../../../core/store/retention.js';
import { deleteSession, findSession, updateSession } from '../../../core/store/sessions.js';
import { releaseTurn, renewLeases } from '../../../core/store/turn-attempts.js';
import { recordEnd } from '../../../core/store/turn-end.js';
import { answered, LEASE_MS, storeUnderTest } from './store-under-test.js';

const store = storeUnderTest();
const LIMIT = 1_000;
const IDLE_DAYS = 90;
const PURGE_DAYS = 30;

const set = (assignment: string) =>
  store.db.query(`UPDATE sessions SET ${assignment} WHERE id = $1`, [store.session.id]);
const daysAgo = (days: number) => `now() - interval '${days} days'`;
const makeIdle = (days = IDLE_DAYS + 1) =>
  set(`last_activity = ${daysAgo(days)}, updated_at = ${daysAgo(days)}`);
const owned = () => ({ id: store.session.id, userId: store.userId });
const status = async () => (await findSession(store.db, owned()))?.status;

describe('a session whose time is over', () => {
  test('is closed, once, however many sweep', async () => {
    await set(`expires_at = now() - interval '1 second'`);
    const closed = await Promise.all(Array.from({ length: 5 }, () => closeExpired(store.db, LIMIT)));
    expect(closed.flat().filter(({ id }) => id === store.session.id)).toHaveLength(1);
    expect(await status()).toBe('closed');
  });

  test('takes no questions from that moment on, also before it is closed', async () => {
    await set(`expires_at = now()`);
    await expect(store.post()).rejects.toMatchObject({ code: 'CHAT_SESSION_CLOSED' });
  });

  test('is closed after its unfinished turn, not before', async () => {
    const { turn } = await store.post();
    const running = await store.claim(turn.id);
    await set(`expires_at = now() - interval '1 hour'`);
    await closeExpired(store.db, LIMIT);
    expect(await status()).toBe('active');
    await recordEnd(store.db, running.turn, answered);
    await closeExpired(store.db, LIMIT);
    expect(await status()).toBe('closed');
  });

  test('stays open when it is reopened', async () => {
    await set(`expires_at = now() - interval '1 hour'`);
    await closeExpired(store.db, LIMIT);
    await updateSession(store.db, owned(), { status: 'active' });
    await closeExpired(store.db, LIMIT);
    expect(await findSession(store.db, owned())).toMatchObject({ status: 'active', expiresAt: null });
    await store.post();
  });

  test.each([
    ['has none', 'expires_at = NULL'],
    ['has one to come', `expires_at = now() + interval '1 minute'`],
  ])('is another than one that %s', async (_which, assignment) => {
    await set(assignment);
    await closeExpired(store.db, LIMIT);
    expect(await status()).toBe('active');
  });
});

describe('an idle session', () => {
  test.each(['active', 'closed'])('that is %s is archived, once, however many sweep', async (before) => {
    await set(`status = '${before}'`);
    await makeIdle();
    const swept = await Promise.all(Array.from({ length: 5 }, () => archiveIdle(store.db, IDLE_DAYS, LIMIT)));
    expect(swept.flat().filter(({ id }) => id === store.session.id)).toHaveLength(1);
    expect(await status()).toBe('archived');
    await expect(store.post()).rejects.toMatchObject({ code: 'CHAT_SESSION_CLOSED' });
  });

  test('is not one that was active within the time', async () => {
    await makeIdle(IDLE_DAYS - 1);
    await archiveIdle(store.db, IDLE_DAYS, LIMIT);
    expect(await status()).toBe('active');
  });

  test('is not one with an open turn, however old', async () => {
    await store.post();
    await makeIdle();
    await archiveIdle(store.db, IDLE_DAYS, LIMIT);
    expect(await status()).toBe('active');
  });

  test('is not one that a person was called to', async () => {
    await set(`status = 'escalated'`);
    await makeIdle();
    await archiveIdle(store.db, IDLE_DAYS, LIMIT);
    expect(await status()).toBe('escalated');
  });

  test('is not one that was taken out of the archive just now', async () => {
    await makeIdle();
    await archiveIdle(store.db, IDLE_DAYS, LIMIT);
    await updateSession(store.db, owned(), { status: 'active' });
    await archiveIdle(store.db, IDLE_DAYS, LIMIT);
    expect(await status()).toBe('active');
  });

  test('that becomes active while the sweep looks at it is passed over, and the sweep does not wait', async () => {
    await makeIdle();
    await store.db.transaction(async (other) => {
      await other.query('UPDATE sessions SET last_activity = now(), updated_at = now() WHERE id = $1', [
        store.session.id,
      ]);
      await archiveIdle(store.db, IDLE_DAYS, LIMIT);
    });
    expect(await status()).toBe('active');
  });

  test('either takes a question or is archived, never both', async () => {
    const outcomes: string[] = [];
    for (let round = 0; round < 40; round++) {
      await store.newSession();
      await makeIdle();
      const [posted] = await Promise.all([
        store.post().then(
          () => 'active',
          () => 'archived',
        ),
        archiveIdle(store.db, IDLE_DAYS, LIMIT),
      ]);
      expect(await status()).toBe(posted);
      outcomes.push(posted);
    }
    expect(outcomes).toContain('active');
  });
});

describe('a deleted session', () => {
  const tables = ['messages', 'turns', 'intent_log'];
  const left = async () => {
    const counts = tables.map((table) => `(SELECT count(*) FROM ${table} WHERE session_id = $1)`);
    const [row] = await store.db.query(
      `SELECT (SELECT count(*) FROM sessions WHERE id = $1) + ${counts.join(' + ')} AS rows`,
      [store.session.id],
    );
    return Number(row.rows);
  };
  const deleteDaysAgo = async (days: number) => {
    await deleteSession(store.db, owned());
    await set(`deleted_at = ${daysAgo(days)}`);
  };

  test('is removed with all that hangs on it, once, and no other goes with it', async () => {
    const kept = store.session;
    await store.post('Stays');
    await store.newSession();
    const key = newId();
    const { turn } = await store.post('Goes', key);
    await recordEnd(store.db, (await store.claim(turn.id)).turn, answered);
    expect(await left()).toBe(5);
    await deleteDaysAgo(PURGE_DAYS + 1);
    const purged = await Promise.all(
      Array.from({ length: 5 }, () => purgeDeleted(store.db, PURGE_DAYS, LIMIT)),
    );
    expect(purged.flat().filter((id) => id === store.session.id)).toHaveLength(1);
    expect(await left()).toBe(0);
    expect(await store.db.query('SELECT 1 FROM idempotency_keys WHERE key = $1', [key])).toEqual([]);
    store.session = kept;
    expect(await left()).toBe(4);
  });

  test('is kept until its time has come', async () => {
    await deleteDaysAgo(PURGE_DAYS - 1);
    await purgeDeleted(store.db, PURGE_DAYS, LIMIT);
    expect(await left()).toBe(1);
    await purgeDeleted(store.db, 0, LIMIT);
    expect(await left()).toBe(0);
  });

  test('does not come back by anything that a late worker writes', async () => {
    const { turn } = await store.post();
    const late = await store.claim(turn.id);
    await deleteDaysAgo(PURGE_DAYS + 1);
    await purgeDeleted(store.db, PURGE_DAYS, LIMIT);
    expect(await renewLeases(store.db, [late.turn], LEASE_MS)).toEqual(new Set());
    const release = { countsAsFailure: true, delayMs: 0, reason: 'x', error: null };
    expect(await releaseTurn(store.db, late.turn, release)).toBe(false);
    expect(await recordEnd(store.db, late.turn, answered)).toBeNull();
    expect(await left()).toBe(0);
  });
});

test('idempotency records go after a day, each batch as large as was asked for', async () => {
  for (const key of ['a', 'b', 'c', 'd']) await store.post(key, `${store.session.id}-${key}`);
  const mine = `key LIKE '${store.session.id}%'`;
  await store.db.query(
    `UPDATE idempotency_keys SET created_at = ${daysAgo(2)} WHERE ${mine} AND key !~ 'd$'`,
  );
  expect(await deleteOldIdempotencyKeys(store.db, 2)).toBe(2);
  expect(await deleteOldIdempotencyKeys(store.db, 2)).toBe(1);
  expect(await store.db.query(`SELECT 1 FROM idempotency_keys WHERE ${mine}`)).toHaveLength(1);
});
