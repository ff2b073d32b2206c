import { describe, expect, test } from '@jest/globals';
import { newId } from '../../../core/domain/ids.js';
import type { Used } from '../../../core/domain/ledger.js';
import { bookUsage, deleteOldUsage, LEDGER_DAYS } from '../../../core/store/ledger.js';
import { purgeDeleted } from '../../../core/store/retention.js';
import { deleteSession } from '../../../core/store/sessions.js';
import { recordEnd } from '../../../core/store/turn-end.js';
import { usageByDay, usageByTurn, usageByUser } from '../../../core/store/usage-report.js';
import { answered, storeUnderTest } from './store-under-test.js';

const store = storeUnderTest();

/** A tenth of a cent and a picodollar: as a number it is not exact. */
const call = (change: Partial<Used> = {}): Used => ({
  id: newId(),
  kind: 'answer',
  model: 'test',
  inputTokens: 1_000,
  outputTokens: 100,
  cachedTokens: 10,
  picodollars: 1_000_000_001,
  estimated: false,
  ...change,
});

async function ofUser() {
  const [row] = await store.db.query(
    `SELECT calls, unpriced_calls, input_tokens::integer, output_tokens::integer, cached_tokens::integer, picodollars
     FROM usage_days WHERE user_id = $1`,
    [store.userId],
  );
  return row ?? null;
}

const wide = { from: '2000-01-01', to: '2999-12-31', limit: 1 };

describe('the end of a turn', () => {
  test('books each call of its attempt, and adds them to its user’s day', async () => {
    const { turn } = await store.post();
    const claim = await store.claim(turn.id);
    await recordEnd(store.db, claim.turn, {
      ...answered,
      used: [call(), call({ kind: 'intent', model: 'small', picodollars: null })],
    });
    expect(await ofUser()).toEqual({
      calls: 2,
      unpriced_calls: 1,
      input_tokens: 2_000,
      output_tokens: 200,
      cached_tokens: 20,
      picodollars: '1000000001',
    });
    const rows = await store.db.query(
      'SELECT kind, model, turn_id, session_id, picodollars FROM ledger WHERE user_id = $1 ORDER BY kind',
      [store.userId],
    );
    expect(rows).toEqual([
      {
        kind: 'answer',
        model: 'test',
        turn_id: turn.id,
        session_id: store.session.id,
        picodollars: '1000000001',
      },
      { kind: 'intent', model: 'small', turn_id: turn.id, session_id: store.session.id, picodollars: null },
    ]);
  });

  test('books nothing when the turn is no longer ours', async () => {
    const { turn } = await store.post();
    const claim = await store.claim(turn.id);
    await deleteSession(store.db, { id: store.session.id, userId: store.userId });
    expect(await recordEnd(store.db, claim.turn, { ...answered, used: [call()] })).toBeNull();
    expect(await ofUser()).toBeNull();
  });
});

describe('booking', () => {
  test('is done once, however often it is tried', async () => {
    const about = { sessionId: store.session.id, turnId: null };
    const calls = [call({ kind: 'title' }), call({ kind: 'summary' })];
    await Promise.all(Array.from({ length: 10 }, () => bookUsage(store.db, about, calls)));
    expect(await ofUser()).toMatchObject({ calls: 2, picodollars: '2000000002' });
  });

  test('counts every call of fifty at the same time', async () => {
    const about = { sessionId: store.session.id, turnId: null };
    await Promise.all(Array.from({ length: 50 }, () => bookUsage(store.db, about, [call()])));
    expect(await ofUser()).toMatchObject({ calls: 50, picodollars: '50000000050' });
  });

  test('of a session that is deleted counts, and stays when the session is purged', async () => {
    await deleteSession(store.db, { id: store.session.id, userId: store.userId });
    await bookUsage(store.db, { sessionId: store.session.id, turnId: null }, [call()]);
    await purgeDeleted(store.db, 0, 100);
    expect(await ofUser()).toMatchObject({ calls: 1 });
  });

  test('is forgotten after its days, and not before', async () => {
    const about = { sessionId: store.session.id, turnId: null };
    await bookUsage(store.db, about, [call()]);
    const age = (days: number) =>
      store.db.query(
        `WITH l AS (UPDATE ledger SET day = current_date - $2::integer WHERE user_id = $1)
         UPDATE usage_days SET day = current_date - $2::integer WHERE user_id = $1`,
        [store.userId, days],
      );
    await age(LEDGER_DAYS - 1);
    expect(await deleteOldUsage(store.db, 100)).toBe(0);
    await age(LEDGER_DAYS + 1);
    expect(await deleteOldUsage(store.db, 100)).toBe(1);
    expect(await ofUser()).toBeNull();
  });
});

describe('the report', () => {
  test('has the same sums by day, by user and by turn, page by page', async () => {
    await store.db.query('DELETE FROM usage_days');
    await store.db.query('DELETE FROM ledger');
    const turns: string[] = [];
    for (const calls of [1, 2]) {
      await store.newSession();
      const { turn } = await store.post();
      turns.push(turn.id);
      const used = Array.from({ length: calls }, () => call());
      await recordEnd(store.db, (await store.claim(turn.id)).turn, { ...answered, used });
    }
    const days = await usageByDay(store.db, wide, null);
    expect(days).toMatchObject({ items: [{ calls: 3, picodollars: 3_000_000_003n }], hasMore: false });
    const users = await usageByUser(store.db, wide, null);
    expect(users).toMatchObject({ items: [{ userId: store.userId, calls: 3 }], hasMore: false });
    const first = await usageByTurn(store.db, wide, null);
    expect(first).toMatchObject({
      items: [
        { turnId: turns[1], userId: store.userId, calls: 2, inputTokens: 2_000, picodollars: 2_000_000_002n },
      ],
      hasMore: true,
    });
    const second = await usageByTurn(store.db, wide, turns[1] ?? null);
    expect(second).toMatchObject({ items: [{ turnId: turns[0], calls: 1 }], hasMore: false });
  });

  test('begins with who cost most, and goes on behind him', async () => {
    await store.db.query('DELETE FROM usage_days');
    const users: string[] = [];
    for (const picodollars of [5, 7, 7]) {
      store.userId = `user-${picodollars}-${newId()}`;
      users.push(store.userId);
      await store.newSession();
      await bookUsage(store.db, { sessionId: store.session.id, turnId: null }, [call({ picodollars })]);
    }
    const seen: (string | null)[] = [];
    let before: Parameters<typeof usageByUser>[2] = null;
    for (let more = true; more; ) {
      const { items, hasMore } = await usageByUser(store.db, wide, before);
      const [item] = items;
      seen.push(item?.userId ?? null);
      before = { picodollars: String(item?.picodollars), userId: item?.userId ?? '' };
      more = hasMore;
    }
    expect(seen).toEqual([...users.slice(1).sort().reverse(), users[0]]);
  });
});
