import { describe, expect, test } from '@jest/globals';
import { newId } from '../../../core/domain/ids.js';
import type { Turn } from '../../../core/domain/turn.js';
import { deleteSession } from '../../../core/store/sessions.js';
import { claimTurn, markAnnounced, releaseTurn } from '../../../core/store/turn-attempts.js';
import { recordEnd } from '../../../core/store/turn-end.js';
import { takeUndelivered } from '../../../core/store/turn-sweep.js';
import { deadlineMinutes, takeNext, turnsAtOnce } from '../../../core/store/turn-window.js';
import { markUndelivered, requestStop, retryTurn } from '../../../core/store/turns.js';
import { answered, giveUp, LEASE_MS, storeUnderTest } from './store-under-test.js';

const store = storeUnderTest();
const ids = (turns: readonly { id: string }[]) => turns.map(({ id }) => id);

/** So many new sessions of the test's user, and one question in each. */
async function burst(count: number) {
  const posted = [];
  for (let number = 0; number < count; number++) {
    await store.newSession();
    posted.push(await store.post(`question ${number}`));
  }
  return posted.map(({ turn, deliver }) => ({ id: turn.id, sessionId: turn.sessionId, deliver }));
}

async function claim(key: { id: string; sessionId: string }) {
  const result = await claimTurn(store.db, key, LEASE_MS);
  if (result.outcome !== 'claimed') throw new Error(`not claimed: ${result.outcome}`);
  return result.claim.turn;
}

async function answer(key: { id: string; sessionId: string }) {
  const turn = await claim(key);
  const ended = await recordEnd(store.db, turn, answered);
  await markAnnounced(store.db, turn);
  return ended;
}

async function minutesLeft({ id }: { id: string }): Promise<number> {
  const [row] = await store.db.query(
    `SELECT CASE WHEN deadline_at = 'infinity' THEN 'Infinity' ELSE round(extract(epoch FROM deadline_at - now()) / 60) END::float8 AS minutes
     FROM turns WHERE id = $1`,
    [id],
  );
  return row.minutes;
}

async function inHand(): Promise<number> {
  const [row] = await store.db.query(
    `SELECT count(*)::integer AS turns FROM turns WHERE user_id = $1
       AND (state = 'running' OR (state = 'queued' AND delivered_at IS NOT NULL))`,
    [store.userId],
  );
  return row.turns;
}

describe('a user who asks much at once', () => {
  test('has as many turns handed over as he may, and another user’s first is handed over at once', async () => {
    const turns = await burst(turnsAtOnce + 3);
    expect(turns.map(({ deliver }) => deliver)).toEqual([
      ...Array(turnsAtOnce).fill(true),
      ...Array(3).fill(false),
    ]);
    store.userId = `user-${newId()}`;
    expect((await burst(1)).map(({ deliver }) => deliver)).toEqual([true]);
  });

  test('gets his next one in the order asked, whenever one of his has ended', async () => {
    const turns = await burst(turnsAtOnce + 2);
    const [first, second, third] = turns as [(typeof turns)[0], (typeof turns)[0], (typeof turns)[0]];
    expect(await takeNext(store.db, store.userId)).toEqual([]);
    expect((await answer(third))?.othersWait).toBe(true);
    expect(ids(await takeNext(store.db, store.userId))).toEqual([turns[turnsAtOnce]?.id]);
    await requestStop(store.db, first);
    expect(ids(await takeNext(store.db, store.userId))).toEqual([turns[turnsAtOnce + 1]?.id]);
    expect((await answer(second))?.othersWait).toBe(false);
    expect(await takeNext(store.db, store.userId)).toEqual([]);
  });

  test('has every place filled again, however many of his end in the same moment', async () => {
    const turns = await burst(turnsAtOnce * 3);
    let waiting = turns.slice(turnsAtOnce);
    for (let held = turns.slice(0, turnsAtOnce); held.length > 0; ) {
      await Promise.all(held.map(answer));
      const taken = await Promise.all(held.map(() => takeNext(store.db, store.userId)));
      expect(ids(taken.flat()).sort()).toEqual(ids(waiting.slice(0, turnsAtOnce)).sort());
      held = waiting.slice(0, turnsAtOnce);
      waiting = waiting.slice(turnsAtOnce);
    }
  });

  test('may for a moment have one too many, where two end at once, and has his limit again when one more ends', async () => {
    const lines = [await store.post('first'), await store.post('second')].map(({ turn }) => turn);
    await store.newSession();
    lines.push(...[await store.post('first'), await store.post('second')].map(({ turn }) => turn));
    const others = await burst(turnsAtOnce);
    const [one, , two] = lines as [Turn, Turn, Turn, Turn];
    expect(await inHand()).toBe(turnsAtOnce);
    const runningOne = await claim(one);
    await recordEnd(store.db, runningOne, answered);
    // The first has not been announced: its session is passed over, and a later one's turn is taken.
    await store.db.transaction(async (unseen) => {
      expect(ids(await takeNext(unseen, store.userId))).toEqual([others[turnsAtOnce - 2]?.id]);
      await markAnnounced(store.db, runningOne);
      await answer(two);
      expect(ids(await takeNext(store.db, store.userId))).toEqual([lines[1]?.id, lines[3]?.id]);
    });
    expect(await inHand()).toBe(turnsAtOnce + 1);
    await answer(others[0] as { id: string; sessionId: string });
    expect(await takeNext(store.db, store.userId)).toEqual([]);
    expect(await inHand()).toBe(turnsAtOnce);
  });

  test('is not given two of one session, and the places of its line go to his other sessions', async () => {
    const line = [await store.post('first'), await store.post('second'), await store.post('third')];
    expect(line.map(({ deliver }) => deliver)).toEqual([true, false, false]);
    expect((await burst(turnsAtOnce - 1)).every(({ deliver }) => deliver)).toBe(true);
    const [late] = await burst(1);
    await answer({ id: line[0]?.turn.id ?? '', sessionId: line[0]?.turn.sessionId ?? '' });
    expect(ids(await takeNext(store.db, store.userId))).toEqual([line[1]?.turn.id]);
    await answer({ id: line[1]?.turn.id ?? '', sessionId: line[1]?.turn.sessionId ?? '' });
    expect(ids(await takeNext(store.db, store.userId))).toEqual([line[2]?.turn.id]);
    expect(late?.deliver).toBe(false);
  });

  test('keeps the place of a turn that is in its back-off', async () => {
    const [first] = await burst(turnsAtOnce + 1);
    if (!first) throw new Error('nothing was asked');
    const backOff = { countsAsFailure: true, delayMs: 20_000, reason: 'throttled', error: null };
    await releaseTurn(store.db, await claim(first), backOff);
    expect(await takeNext(store.db, store.userId)).toEqual([]);
  });

  test('gives the places of a deleted session to his others', async () => {
    const [first, , , , late] = await burst(turnsAtOnce + 1);
    await deleteSession(store.db, { id: first?.sessionId ?? '', userId: store.userId });
    expect(ids(await takeNext(store.db, store.userId))).toEqual([late?.id]);
  });

  test('waits for a place with a turn that he runs again, too', async () => {
    const [failed] = await burst(1);
    if (!failed) throw new Error('nothing was asked');
    await recordEnd(store.db, await claim(failed), {
      ...answered,
      state: 'failed',
      content: '',
      error: giveUp,
    });
    const [other] = await burst(turnsAtOnce);
    expect((await retryTurn(store.db, { ...failed, labels: [] })).deliver).toBe(false);
    await requestStop(store.db, other ?? failed);
    expect(ids(await takeNext(store.db, store.userId))).toEqual([failed.id]);
  });

  test('loses no time of a question while it waits for his own, asked or run again', async () => {
    const [first, failed, ...others] = await burst(turnsAtOnce + 1);
    const late = others.at(-1);
    if (!first || !failed || !late) throw new Error('nothing was asked');
    await recordEnd(store.db, await claim(failed), {
      ...answered,
      state: 'failed',
      content: '',
      error: giveUp,
    });
    expect(await minutesLeft(late)).toBe(Number.POSITIVE_INFINITY);
    expect(ids(await takeNext(store.db, store.userId))).toEqual([late.id]);
    await retryTurn(store.db, { ...failed, labels: [] });
    expect(await minutesLeft(failed)).toBe(Number.POSITIVE_INFINITY);
    await requestStop(store.db, first);
    expect(ids(await takeNext(store.db, store.userId))).toEqual([failed.id]);
    expect(await minutesLeft(late)).toBe(deadlineMinutes);
    expect(await minutesLeft(failed)).toBe(deadlineMinutes);
  });

  test('has the time of a question counted from its first hand-over, whatever becomes of that', async () => {
    const [first] = await burst(1);
    if (!first) throw new Error('nothing was asked');
    await store.db.query(
      `UPDATE turns SET deadline_at = deadline_at - interval '20 minutes', delivered_at = now() - interval '20 minutes'
       WHERE id = $1`,
      [first.id],
    );
    await takeUndelivered(store.db);
    await markUndelivered(store.db, first.id);
    expect(ids(await takeNext(store.db, store.userId))).toEqual([first.id]);
    expect(await minutesLeft(first)).toBe(deadlineMinutes - 20);
  });

  test('cannot run a turn of a deleted session again, where it would hold a place for ever', async () => {
    const [stopped] = await burst(1);
    if (!stopped) throw new Error('nothing was asked');
    await requestStop(store.db, stopped);
    await deleteSession(store.db, { id: stopped.sessionId, userId: store.userId });
    await expect(retryTurn(store.db, { ...stopped, labels: [] })).rejects.toMatchObject({
      code: 'CHAT_SESSION_NOT_FOUND',
    });
    expect(await inHand()).toBe(0);
  });
});

describe('the sweep', () => {
  const mine = async () => ids(await takeUndelivered(store.db)).filter((id) => asked.has(id));
  let asked = new Set<string>();
  const ask = async (count: number) => {
    const turns = await burst(count);
    asked = new Set(ids(turns));
    return turns;
  };

  test('leaves waiting what is beyond the limit, and hands it over in order when the holders are gone', async () => {
    const turns = await ask(turnsAtOnce + 6);
    expect(await mine()).toEqual([]);
    // All holders end in one instant, and whoever ended them dies before he hands over the next ones.
    await Promise.all(turns.slice(0, turnsAtOnce).map(answer));
    const swept = await Promise.all(Array.from({ length: 5 }, mine));
    // Each of the five may take some; together they take these, each once.
    expect(swept.flat().sort()).toEqual(ids(turns.slice(turnsAtOnce, 2 * turnsAtOnce)));
    expect(await mine()).toEqual([]);
    await Promise.all(turns.slice(turnsAtOnce, 2 * turnsAtOnce).map(answer));
    expect(await mine()).toEqual(ids(turns.slice(2 * turnsAtOnce)));
  });

  test('finds the place of a hand-over that failed, and hands over again what was handed over and is lost', async () => {
    const turns = await ask(turnsAtOnce + 1);
    const [first, second] = ids(turns) as [string, string];
    await markUndelivered(store.db, first);
    await store.db.query(`UPDATE turns SET delivered_at = now() - interval '1 minute' WHERE id = $1`, [
      second,
    ]);
    expect((await mine()).sort()).toEqual([first, second].sort());
    expect(await inHand()).toBe(turnsAtOnce);
  });

  test('is not kept busy by one user: with a thousand of his waiting, another’s is found at once', async () => {
    await ask(turnsAtOnce);
    await store.db.query(
      `INSERT INTO sessions (id, user_id) SELECT gen_random_uuid(), $1 FROM generate_series(1, 1000)`,
      [store.userId],
    );
    await store.db.query(
      `INSERT INTO turns (id, session_id, user_id, message_id, answer_id, position, state, due_at, deadline_at, correlation_id)
       SELECT gen_random_uuid(), id, user_id, gen_random_uuid(), gen_random_uuid(), 1, 'queued', now() - interval '1 minute',
         now() + interval '1 hour', 'test'
       FROM sessions s WHERE user_id = $1 AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.session_id = s.id)`,
      [store.userId],
    );
    const burstOf = store.userId;
    store.userId = `user-${newId()}`;
    const [other] = await ask(1);
    await markUndelivered(store.db, other?.id ?? '');
    const swept = await takeUndelivered(store.db);
    expect(ids(swept)).toContain(other?.id);
    expect(swept.filter(({ userId }) => userId === burstOf)).toEqual([]);
  });
});
