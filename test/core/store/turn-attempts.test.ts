import { describe, expect, test } from '@jest/globals';
import { deleteSession } from '../../../core/store/sessions.js';
import {
  claimTurn,
  findStopRequests,
  markAnnounced,
  releaseTurn,
  renewLeases,
} from '../../../core/store/turn-attempts.js';
import { recordEnd } from '../../../core/store/turn-end.js';
import { reclaimDeadLeases, sweepLimits, takeUndelivered } from '../../../core/store/turn-sweep.js';
import { takeNext } from '../../../core/store/turn-window.js';
import { findTurn, requestStop, retryTurn } from '../../../core/store/turns.js';
import { answered, giveUp, LEASE_MS, storeUnderTest } from './store-under-test.js';

const store = storeUnderTest();

describe('a claim', () => {
  test('succeeds for one of many workers', async () => {
    const { turn } = await store.post();
    const claims = await Promise.all(
      Array.from({ length: 10 }, () =>
        claimTurn(store.db, { id: turn.id, sessionId: store.session.id }, LEASE_MS),
      ),
    );
    expect(claims.map(({ outcome }) => outcome).sort()).toEqual(['claimed', ...Array(9).fill('gone')]);
  });

  test('of a later turn waits until the earlier one has ended', async () => {
    const [first, second] = [await store.post('first'), await store.post('second')];
    expect(await claimTurn(store.db, { id: second.turn.id, sessionId: store.session.id }, LEASE_MS)).toEqual({
      outcome: 'blocked',
    });
    const running = await store.claim(first.turn.id);
    expect(await claimTurn(store.db, { id: second.turn.id, sessionId: store.session.id }, LEASE_MS)).toEqual({
      outcome: 'blocked',
    });
    const ended = await recordEnd(store.db, running.turn, answered);
    expect(ended?.othersWait).toBe(true);
    // Its worker may have died just now: readers are told of this end first.
    expect(await takeNext(store.db, store.userId)).toEqual([]);
    await markAnnounced(store.db, running.turn);
    expect((await takeNext(store.db, store.userId)).map(({ id }) => id)).toEqual([second.turn.id]);
    await store.claim(second.turn.id);
  });

  test('of two turns of a session at the same moment lets one through', async () => {
    const [first, second] = [await store.post('first'), await store.post('second')];
    const both = await Promise.all(
      [second, first].map(({ turn }) =>
        claimTurn(store.db, { id: turn.id, sessionId: store.session.id }, LEASE_MS),
      ),
    );
    expect(both.map(({ outcome }) => outcome)).toEqual(['blocked', 'claimed']);
  });

  test('raises the session’s fencing number, over all its turns', async () => {
    const first = await store.post('first');
    const one = await store.claim(first.turn.id);
    await releaseTurn(store.db, one.turn, {
      countsAsFailure: true,
      delayMs: 0,
      reason: 'throttled',
      error: null,
    });
    const two = await store.claim(first.turn.id);
    await recordEnd(store.db, two.turn, answered);
    const three = await store.claim((await store.post('second')).turn.id);
    expect(two.turn.epoch).toBeGreaterThan(one.turn.epoch);
    expect(three.turn.epoch).toBeGreaterThan(two.turn.epoch);
    expect([one, two, three].map(({ turn }) => turn.attempt)).toEqual([1, 2, 1]);
    expect(two.restartReason).toBe('throttled');
  });
});

describe('the time an answer took', () => {
  /** As if all that has happened to the turn had been so much earlier. */
  const letPass = (id: string, time: string) =>
    store.db.query(
      `UPDATE turns SET created_at = created_at - $2::interval, asked_at = asked_at - $2::interval,
         deadline_at = deadline_at - $2::interval
       WHERE id = $1`,
      [id, time],
    );
  const answer = async (id: string) => {
    const { turn, queuedMs } = await store.claim(id);
    const ended = await recordEnd(store.db, turn, { ...answered, state: 'failed' });
    return { queuedMs, processingMs: ended?.answer.processingMs };
  };

  test('counts from its question, over all attempts', async () => {
    const { turn } = await store.post();
    const first = await store.claim(turn.id);
    await letPass(turn.id, '20 seconds');
    await releaseTurn(store.db, first.turn, { countsAsFailure: true, delayMs: 0, reason: 'x', error: null });
    const { queuedMs, processingMs } = await answer(turn.id);
    expect(queuedMs).toBeGreaterThanOrEqual(20_000);
    expect(processingMs).toBeGreaterThanOrEqual(20_000);
    expect(processingMs).toBeLessThan(60_000);
  });

  test('counts from the retry when its user asked again on the next day', async () => {
    const { turn } = await store.post();
    await answer(turn.id);
    await letPass(turn.id, '1 day');
    await retryTurn(store.db, { id: turn.id, sessionId: store.session.id, labels: [] });
    const { queuedMs, processingMs } = await answer(turn.id);
    expect(queuedMs).toBeLessThan(60_000);
    expect(processingMs).toBeLessThan(60_000);
  });
});

describe('a worker that lost its turn', () => {
  test('can neither renew, release nor end it, and changes nothing by trying', async () => {
    const { turn } = await store.post();
    const stale = await store.claim(turn.id);
    await store.expireLease(turn.id);
    expect((await reclaimDeadLeases(store.db, new Date(), giveUp)).queued.map(({ id }) => id)).toContain(
      turn.id,
    );
    const current = await store.claim(turn.id);

    expect(await renewLeases(store.db, [stale.turn], LEASE_MS)).toEqual(new Set());
    expect(
      await releaseTurn(store.db, stale.turn, {
        countsAsFailure: true,
        delayMs: 0,
        reason: 'x',
        error: null,
      }),
    ).toBe(false);
    expect(await recordEnd(store.db, stale.turn, { ...answered, content: 'Too late.' })).toBeNull();
    expect(await renewLeases(store.db, [current.turn], LEASE_MS)).toEqual(new Set([turn.id]));
    expect((await recordEnd(store.db, current.turn, answered))?.answer.content).toBe('An answer.');
    expect((await findTurn(store.db, { id: turn.id, sessionId: store.session.id }))?.turn.state).toBe(
      'completed',
    );
  });
});

describe('a worker whose turn was taken back and waits', () => {
  test.each(['completed', 'failed', 'stopped'] as const)('cannot end it as %s any more', async (state) => {
    const { turn } = await store.post();
    const asleep = await store.claim(turn.id);
    await store.expireLease(turn.id);
    await reclaimDeadLeases(store.db, new Date(), giveUp);
    expect(await recordEnd(store.db, asleep.turn, { ...answered, state })).toBeNull();
    const view = await findTurn(store.db, { id: turn.id, sessionId: store.session.id });
    expect(view?.turn.state).toBe('queued');
    expect(view?.turn.epoch).toBeGreaterThan(asleep.turn.epoch);
  });
});

describe('a turn that nobody wants any more', () => {
  const release = { countsAsFailure: true, delayMs: 5_000, reason: 'throttled', error: null };

  test('does not go back to the queue when its user asked for a stop, and keeps what was written', async () => {
    const { turn } = await store.post();
    const running = await store.claim(turn.id);
    await requestStop(store.db, { id: turn.id, sessionId: store.session.id });
    expect(await releaseTurn(store.db, running.turn, release)).toBe(false);
    const ended = await recordEnd(store.db, running.turn, {
      ...answered,
      state: 'stopped',
      content: 'So far',
    });
    expect(ended?.answer).toMatchObject({ status: 'stopped', content: 'So far' });
  });

  test('ends with its session: its worker can neither record it nor give it back, and is told to stop', async () => {
    const { turn } = await store.post();
    const running = await store.claim(turn.id);
    await deleteSession(store.db, { id: store.session.id, userId: store.userId });
    expect(await releaseTurn(store.db, running.turn, release)).toBe(false);
    expect(await recordEnd(store.db, running.turn, answered)).toBeNull();
    expect(await renewLeases(store.db, [running.turn], LEASE_MS)).toEqual(new Set());
    expect(await findStopRequests(store.db, [turn.id])).toEqual([turn.id]);
    const view = await findTurn(store.db, { id: turn.id, sessionId: store.session.id });
    expect(view).toMatchObject({ turn: { state: 'stopped' }, answer: { content: '' } });
  });

  test('is not run again once its session is deleted, though it was found just before', async () => {
    const { turn } = await store.post();
    await requestStop(store.db, { id: turn.id, sessionId: store.session.id });
    await deleteSession(store.db, { id: store.session.id, userId: store.userId });
    await expect(
      retryTurn(store.db, { id: turn.id, sessionId: store.session.id, labels: [] }),
    ).rejects.toMatchObject({
      code: 'CHAT_SESSION_NOT_FOUND',
    });
  });
});

describe('the sweep', () => {
  test('hands over what nobody was given, once, whoever sweeps', async () => {
    const { turn } = await store.post();
    await store.db.query('UPDATE turns SET delivered_at = NULL WHERE id = $1', [turn.id]);
    const swept = await Promise.all(Array.from({ length: 5 }, () => takeUndelivered(store.db)));
    expect(swept.flat().filter(({ id }) => id === turn.id)).toHaveLength(1);
  });

  test('passes over a turn that waits for an earlier one', async () => {
    await store.post('first');
    const second = await store.post('second');
    await store.db.query(`UPDATE turns SET delivered_at = NULL WHERE session_id = $1`, [store.session.id]);
    expect((await takeUndelivered(store.db)).map(({ id }) => id)).not.toContain(second.turn.id);
  });

  test('stops a dead turn whose user wanted that, and gives up one that has died too often', async () => {
    const [unwanted, poisonous] = [await store.post('unwanted'), await store.post('poisonous')];
    await store.claim(unwanted.turn.id);
    await requestStop(store.db, { id: unwanted.turn.id, sessionId: store.session.id });
    await store.expireLease(unwanted.turn.id);
    expect((await reclaimDeadLeases(store.db, new Date(), giveUp)).ended).toMatchObject([
      { id: unwanted.turn.id, state: 'stopped' },
    ]);

    await store.claim(poisonous.turn.id);
    await store.db.query('UPDATE turns SET attempt = $2 WHERE id = $1', [
      poisonous.turn.id,
      sweepLimits.maxAttempts,
    ]);
    await store.expireLease(poisonous.turn.id);
    expect((await reclaimDeadLeases(store.db, new Date(), giveUp)).ended).toMatchObject([
      { id: poisonous.turn.id, state: 'failed' },
    ]);
    const view = await findTurn(store.db, { id: poisonous.turn.id, sessionId: store.session.id });
    expect(view?.answer).toMatchObject({ status: 'failed', error: giveUp });

    // Its user asks again: the next death is its first.
    await retryTurn(store.db, { id: poisonous.turn.id, sessionId: store.session.id, labels: [] });
    await store.claim(poisonous.turn.id);
    await store.expireLease(poisonous.turn.id);
    expect((await reclaimDeadLeases(store.db, new Date(), giveUp)).queued).toMatchObject([
      { id: poisonous.turn.id, attempt: sweepLimits.maxAttempts + 1 },
    ]);
    expect((await store.post('next')).deliver).toBe(false);
  });
});
