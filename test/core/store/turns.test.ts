import { describe, expect, test } from '@jest/globals';
import { newId } from '../../../core/domain/ids.js';
import { listMessages } from '../../../core/store/messages.js';
import { deleteSession, findSession } from '../../../core/store/sessions.js';
import { releaseTurn } from '../../../core/store/turn-attempts.js';
import { recordEnd } from '../../../core/store/turn-end.js';
import { takeNext } from '../../../core/store/turn-window.js';
import { findActiveTurn, findTurn, requestStop, retryTurn, turnLimits } from '../../../core/store/turns.js';
import { answered, giveUp, storeUnderTest } from './store-under-test.js';

const store = storeUnderTest();

describe('posting', () => {
  test('gives question and answer neighbouring positions, in the order of commits', async () => {
    const posted = await Promise.all(
      Array.from({ length: 10 }, (_, number) => store.post(`message ${number}`)),
    );
    expect(posted.map(({ message }) => message.position).sort((a, b) => a - b)).toEqual([
      1, 3, 5, 7, 9, 11, 13, 15, 17, 19,
    ]);
    expect(posted.filter(({ deliver }) => deliver)).toHaveLength(1);
    const { messages } = await listMessages(store.db, {
      sessionId: store.session.id,
      type: null,
      limit: 100,
      before: null,
      after: null,
    });
    expect(messages.map(({ position }) => position)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    for (const answer of messages.filter(({ type }) => type === 'assistant')) {
      expect(answer).toMatchObject({ status: 'pending', content: '' });
      expect(answer.replyTo).toBe(messages.find(({ position }) => position === answer.position - 1)?.id);
    }
  });

  test('makes one message of fifty parallel posts with one key', async () => {
    const key = newId();
    const posted = await Promise.all(Array.from({ length: 50 }, () => store.post('once', key)));
    expect(new Set(posted.map(({ message }) => message.id)).size).toBe(1);
    expect(posted.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect((await findSession(store.db, { id: store.session.id, userId: store.userId }))?.messageCount).toBe(
      2,
    );
  });

  test('refuses a key that was used for something else', async () => {
    const key = newId();
    await store.post('one thing', key);
    await expect(store.post('another thing', key)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('refuses a key of a session that is gone for another request, and takes one whose day is over as new', async () => {
    const key = newId();
    const first = await store.post('in the first session', key);
    await deleteSession(store.db, { id: store.session.id, userId: store.userId });
    await store.newSession();
    await expect(store.post('in the second session', key)).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    await store.db.query(
      `UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = $1`,
      [key],
    );
    const again = await store.post('in the second session', key);
    expect(again).toMatchObject({ outcome: 'created' });
    expect(again.message.id).not.toBe(first.message.id);
    expect((await store.post('in the second session', key)).message.id).toBe(again.message.id);
  });

  test('refuses more open questions than a session may have, and what is not the caller’s', async () => {
    for (let count = 0; count < turnLimits.maxOpen; count++) await store.post();
    await expect(store.post()).rejects.toMatchObject({ code: 'CHAT_TOO_MANY_WAITING' });
    await deleteSession(store.db, { id: store.session.id, userId: store.userId });
    await expect(store.post()).rejects.toMatchObject({ code: 'CHAT_SESSION_NOT_FOUND' });
  });
});

describe('stop and retry', () => {
  test('a turn in its back-off is not called before its time because a later one was stopped', async () => {
    const [first, second] = [await store.post('first'), await store.post('second')];
    const running = await store.claim(first.turn.id);
    await releaseTurn(store.db, running.turn, {
      countsAsFailure: true,
      delayMs: 20_000,
      reason: 'throttled',
      error: null,
    });
    await requestStop(store.db, { id: second.turn.id, sessionId: store.session.id });
    expect(await takeNext(store.db, store.userId)).toEqual([]);
  });

  test('a failed turn that runs again goes before a later one that waits, and is handed over at once', async () => {
    const [first, second] = [await store.post('first'), await store.post('second')];
    const failed = await store.claim(first.turn.id);
    await recordEnd(store.db, failed.turn, { ...answered, state: 'failed', content: '', error: giveUp });
    const again = await retryTurn(store.db, { id: first.turn.id, sessionId: store.session.id, labels: [] });
    expect(again).toMatchObject({ deliver: true, place: 1 });
    expect((await findTurn(store.db, { id: second.turn.id, sessionId: store.session.id }))?.place).toBe(2);
  });

  test('a waiting turn stops at once, a running one is asked to, an ended one is not', async () => {
    const [first, second] = [await store.post('first'), await store.post('second')];
    const running = await store.claim(first.turn.id);
    const key = { id: second.turn.id, sessionId: store.session.id };
    expect(await requestStop(store.db, key)).toMatchObject({
      outcome: 'stopped',
      view: { answer: { status: 'stopped' } },
    });
    expect(await requestStop(store.db, key)).toEqual({ outcome: 'ended' });
    expect(await requestStop(store.db, { ...key, id: first.turn.id })).toEqual({ outcome: 'requested' });
    const ended = await recordEnd(store.db, running.turn, {
      ...answered,
      state: 'stopped',
      content: 'Half an ans',
    });
    expect(ended).toMatchObject({ answer: { status: 'stopped', content: 'Half an ans' }, othersWait: false });
    expect(await findActiveTurn(store.db, store.session.id)).toBeNull();
  });

  test('a failed turn runs again with the same answer id; a completed one does not', async () => {
    const { turn } = await store.post();
    const failed = await store.claim(turn.id);
    await recordEnd(store.db, failed.turn, { ...answered, state: 'failed', content: '', error: giveUp });
    const again = await retryTurn(store.db, { id: turn.id, sessionId: store.session.id, labels: [] });
    expect(again).toMatchObject({
      deliver: true,
      turn: { state: 'queued', attempt: 1, attemptsBefore: 1, failures: 0, answerId: turn.answerId },
    });
    const ended = await recordEnd(store.db, (await store.claim(turn.id)).turn, answered);
    expect(ended?.answer).toMatchObject({ id: turn.answerId, status: 'complete', error: null });
    await expect(
      retryTurn(store.db, { id: turn.id, sessionId: store.session.id, labels: [] }),
    ).rejects.toMatchObject({
      code: 'TURN_NOT_RETRYABLE',
    });
  });
});

describe('a run after a failed one', () => {
  test('has a fencing number of its own before anyone claims it, so that its end is not taken for the first one', async () => {
    const { turn } = await store.post();
    const failed = await store.claim(turn.id);
    await recordEnd(store.db, failed.turn, { ...answered, state: 'failed', content: '', error: giveUp });
    const again = await retryTurn(store.db, { id: turn.id, sessionId: store.session.id, labels: [] });
    expect(again.turn.epoch).toBeGreaterThan(failed.turn.epoch);
    expect((await store.claim(turn.id)).turn.epoch).toBeGreaterThan(again.turn.epoch);
  });
});
