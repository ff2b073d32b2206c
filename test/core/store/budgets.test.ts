import { describe, expect, test } from '@jest/globals';
import type { Allowance } from '../../../core/domain/budget.js';
import { newId } from '../../../core/domain/ids.js';
import type { Used } from '../../../core/domain/ledger.js';
import type { Session } from '../../../core/domain/session.js';
import {
  findSpending,
  findStanding,
  findStandingOfSession,
  takeWarnings,
  withinBudget,
} from '../../../core/store/budgets.js';
import { bookUsage } from '../../../core/store/ledger.js';
import { postMessage } from '../../../core/store/post-message.js';
import { purgeDeleted } from '../../../core/store/retention.js';
import { deleteSession } from '../../../core/store/sessions.js';
import { claimTurn, releaseTurn } from '../../../core/store/turn-attempts.js';
import { recordEnd } from '../../../core/store/turn-end.js';
import { reclaimDeadLeases } from '../../../core/store/turn-sweep.js';
import { requestStop, retryTurn } from '../../../core/store/turns.js';
import { answered, giveUp, LEASE_MS, storeUnderTest } from './store-under-test.js';

const store = storeUnderTest();

const DOLLAR = 1_000_000_000_000n;
/** Ten cents a turn. */
const reserve = { picodollars: DOLLAR / 10n, tokens: 1_000n };

const allowanceOf = (budget: Omit<Allowance['budget'], 'warnPercent'>): Allowance => ({
  userId: store.userId,
  budget: { ...budget, warnPercent: 80 },
  reserve,
});

const call = (picodollars: bigint): Used => ({
  id: newId(),
  kind: 'answer',
  model: 'test',
  inputTokens: 500,
  outputTokens: 50,
  cachedTokens: 0,
  picodollars: Number(picodollars),
  estimated: false,
});

const post = (session: Session, allowance: Allowance | null, idempotencyKey: string | null = null) =>
  postMessage(store.db, {
    sessionId: session.id,
    userId: store.userId,
    content: 'Hello',
    clientMessageId: null,
    context: null,
    idempotencyKey,
    requestHash: Buffer.from(session.id),
    correlationId: newId(),
    labels: [],
    allowance,
  });

const reserved = async () => (await findSpending(store.db, store.userId)).reserved.picodollars;
const spent = async () => (await findSpending(store.db, store.userId)).spent.day.picodollars;
const book = (picodollars: bigint) =>
  bookUsage(store.db, { sessionId: store.session.id, turnId: null }, [call(picodollars)]);

async function sessions(count: number): Promise<Session[]> {
  const made: Session[] = [];
  for (let number = 0; number < count; number++) made.push(await store.newSession());
  return made;
}

describe('fifty turns at the same time', () => {
  test('never reserve more than the budget has, and what they leave is exact', async () => {
    const allowance = allowanceOf({ day: { usd: '1' } });
    const many = await sessions(50);
    const outcomes = await Promise.allSettled(many.map((session) => post(session, allowance)));
    const taken = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason.code] : [],
    );
    expect(taken).toHaveLength(10);
    expect(new Set(refused)).toEqual(new Set(['BUDGET_HELD']));
    expect(await reserved()).toBe(DOLLAR);

    // Each takes a third of what was reserved, and a picodollar; all end at once, while more are asked.
    const cost = DOLLAR / 30n + 1n;
    const more = await sessions(50);
    await Promise.all([
      ...taken.map(async ({ turn }) => {
        const claimed = await claimTurn(store.db, turn, LEASE_MS);
        if (claimed.outcome !== 'claimed') throw new Error(claimed.outcome);
        await recordEnd(store.db, claimed.claim.turn, { ...answered, used: [call(cost)] });
      }),
      ...more.map((session) => post(session, allowance).catch(() => undefined)),
    ]);
    expect(await spent()).toBe(10n * cost);
    const { spent: all, reserved: open } = await findSpending(store.db, store.userId);
    expect(all.day.picodollars + open.picodollars).toBeLessThanOrEqual(DOLLAR);
  });

  test('end with nothing reserved and never over the budget, played to the end', async () => {
    const allowance = allowanceOf({ day: { usd: '1' } });
    const many = await sessions(50);
    let asked = 0;
    const play = async (session: Session): Promise<void> => {
      try {
        const { turn } = await post(session, allowance);
        asked += 1;
        const claimed = await claimTurn(store.db, turn, LEASE_MS);
        if (claimed.outcome !== 'claimed') throw new Error(claimed.outcome);
        const { spent: all, reserved: open } = await findSpending(store.db, store.userId);
        expect(all.day.picodollars + open.picodollars).toBeLessThanOrEqual(DOLLAR);
        await recordEnd(store.db, claimed.claim.turn, { ...answered, used: [call(reserve.picodollars)] });
      } catch (error) {
        if ((error as { code?: string }).code === 'BUDGET_HELD') return play(session);
        if ((error as { code?: string }).code !== 'BUDGET_EXCEEDED') throw error;
      }
    };
    await Promise.all(many.map(play));
    expect(asked).toBe(10);
    expect(await reserved()).toBe(0n);
    expect(await spent()).toBe(DOLLAR);
  });
});

describe('what is reserved', () => {
  const ends: Record<string, (turn: { id: string; sessionId: string }) => Promise<unknown>> = {
    'an answer': async (turn) =>
      recordEnd(store.db, (await store.claim(turn.id)).turn, { ...answered, used: [call(1n)] }),
    'a failure': async (turn) =>
      recordEnd(store.db, (await store.claim(turn.id)).turn, { ...answered, state: 'failed', error: giveUp }),
    'a stop while it waits': (turn) => requestStop(store.db, turn),
    'the sweep, which gives it up': async (turn) => {
      await store.claim(turn.id);
      await store.expireLease(turn.id);
      await store.db.query(`UPDATE turns SET deadline_at = now() - interval '1 minute' WHERE id = $1`, [
        turn.id,
      ]);
      await reclaimDeadLeases(store.db, new Date(), giveUp);
    },
    'the deletion of its session': (turn) =>
      deleteSession(store.db, { id: turn.sessionId, userId: store.userId }),
    'the deletion of its session while it runs, and the purge': async (turn) => {
      await store.claim(turn.id);
      await deleteSession(store.db, { id: turn.sessionId, userId: store.userId });
      await purgeDeleted(store.db, 0, 100);
    },
  };
  test.each(Object.keys(ends))('ends with %s', async (how) => {
    const { turn } = await post(store.session, allowanceOf({ month: { usd: '1' } }));
    expect(await reserved()).toBe(reserve.picodollars);
    await ends[how]?.({ id: turn.id, sessionId: turn.sessionId });
    expect(await reserved()).toBe(0n);
  });

  test('stays while an attempt is tried again, and is taken anew by a retry of the user', async () => {
    const allowance = allowanceOf({ day: { usd: '0.15' } });
    const { turn } = await post(store.session, allowance);
    const claim = await store.claim(turn.id);
    await releaseTurn(store.db, claim.turn, { countsAsFailure: true, delayMs: 0, reason: 'x', error: null });
    expect(await reserved()).toBe(reserve.picodollars);
    const again = await store.claim(turn.id);
    expect(again.budget).toEqual(allowance.budget);
    await recordEnd(store.db, again.turn, { ...answered, state: 'failed', error: giveUp, used: [] });
    const key = { id: turn.id, sessionId: turn.sessionId, labels: [] };
    await retryTurn(store.db, { ...key, allowance });
    expect(await reserved()).toBe(reserve.picodollars);
    await requestStop(store.db, key);
    await book(reserve.picodollars);
    await expect(retryTurn(store.db, { ...key, allowance })).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
    });
    // Of a user who has no budget any more nothing is left on the turn.
    await retryTurn(store.db, key);
    expect(await reserved()).toBe(0n);
  });
});

describe('a question over the budget', () => {
  test('is refused until the window is over, with a sentence in both languages', async () => {
    await book(DOLLAR);
    const refusal = await post(store.session, allowanceOf({ month: { usd: '1' } })).catch((error) => error);
    const now = new Date();
    const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
    expect(refusal).toMatchObject({ code: 'BUDGET_EXCEEDED', status: 429 });
    expect(refusal.details).toMatchObject({ window: 'month', resets_at: next.toISOString() });
    expect(Math.abs(refusal.retryAfter - (next.getTime() - now.getTime()) / 1_000)).toBeLessThan(60);
    expect(refusal.message).toMatch(
      /^Your budget for this month is used up\. It is free again on 1 \w+ at 00:00 UTC\.$/,
    );
    expect(refusal.details.sentence.en).toBe(refusal.message);
    expect(refusal.details.sentence.fr).toMatch(
      /^Votre budget du mois est épuisé\. .+ le 1(?:er)? \S+ à 00:00 UTC\.$/,
    );
  });

  test('is refused by tokens as well', async () => {
    await book(0n);
    await expect(post(store.session, allowanceOf({ day: { tokens: 1_500 } }))).rejects.toMatchObject({
      details: { window: 'day' },
    });
    expect((await post(store.session, allowanceOf({ day: { tokens: 1_550 } }))).outcome).toBe('created');
  });

  test('writes nothing; and one that was taken before is answered as before', async () => {
    const allowance = allowanceOf({ day: { usd: '0.1' } });
    const key = newId();
    const first = await post(store.session, allowance, key);
    const replayed = await post(store.session, allowance, key);
    expect(replayed).toMatchObject({ outcome: 'replayed', turn: { id: first.turn.id } });
    await expect(post(store.session, allowance, newId())).rejects.toMatchObject({ code: 'BUDGET_HELD' });
    const [{ count }] = await store.db.query('SELECT count(*)::integer FROM turns WHERE user_id = $1', [
      store.userId,
    ]);
    expect(count).toBe(1);
  });

  test('is refused for what is wrong with its session first', async () => {
    await book(DOLLAR);
    await deleteSession(store.db, { id: store.session.id, userId: store.userId });
    await expect(post(store.session, allowanceOf({ day: { usd: '1' } }))).rejects.toMatchObject({
      code: 'CHAT_SESSION_NOT_FOUND',
    });
  });

  test('counts what was spent on other days of the month for the month only', async () => {
    await book(DOLLAR);
    await store.db.query(
      `UPDATE usage_days SET day = (now() AT TIME ZONE 'UTC')::date - 1 WHERE user_id = $1`,
      [store.userId],
    );
    const { spent: all } = await findSpending(store.db, store.userId);
    expect(all.day.picodollars).toBe(0n);
    const isFirstOfMonth = new Date().getUTCDate() === 1;
    expect(all.month.picodollars).toBe(isFirstOfMonth ? 0n : DOLLAR);
  });
});

describe('a budget that is nearly used up', () => {
  test('is told of once a day for each window, to whoever asks first', async () => {
    const { budget } = allowanceOf({ day: { usd: '1' }, month: { usd: '10' } });
    const ask = () => takeWarnings(store.db, store.userId, budget);
    await book(DOLLAR / 2n);
    expect(await ask()).toEqual([]);
    await book((DOLLAR * 3n) / 10n);
    const told = (await Promise.all(Array.from({ length: 10 }, ask))).flat();
    expect(told).toMatchObject([{ window: 'day', fraction: 0.8 }]);
    await book(DOLLAR * 9n);
    expect(await ask()).toMatchObject([{ window: 'month', fraction: 0.98 }]);
    expect(await ask()).toEqual([]);
  });

  test('shows to whoever looks, by user and by session, as long as it lasts', async () => {
    const allowance = allowanceOf({ day: { usd: '1' }, month: { usd: '10' } });
    await post(store.session, allowance);
    expect(await findStanding(store.db, allowance)).toBeNull();
    await book((DOLLAR * 85n) / 100n);
    const standing = { window: 'day', fraction: 0.85 };
    expect(await findStanding(store.db, allowance)).toMatchObject(standing);
    expect(await findStandingOfSession(store.db, store.session.id)).toMatchObject(standing);
    expect(await findStanding(store.db, null)).toBeNull();
  });
});

test('without a budget neither a lock is taken nor a transaction begun', async () => {
  const db = { query: store.db.query.bind(store.db), transaction: () => Promise.reject(new Error('begun')) };
  const { done } = await withinBudget(db as never, null, async (_db, reservation) => reservation);
  expect(done).toEqual({ picodollars: '0', tokens: '0', budget: null });
});

test('what a user has used and reserved is answered from indexes', async () => {
  await store.db.transaction(async (db) => {
    await db.query('SET LOCAL enable_seqscan = off');
    const plans: string[] = [];
    await findSpending(
      {
        query: async (sql: string, values: unknown[]) => {
          plans.push(JSON.stringify(await db.query(`EXPLAIN ${sql}`, values)));
          return db.query(sql, values);
        },
      } as never,
      store.userId,
    );
    for (const index of ['usage_days_pkey', 'turns_in_hand', 'turns_waiting'])
      expect(plans[0]).toContain(index);
  });
});
