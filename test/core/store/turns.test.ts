import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { newId } from '../../../core/domain/ids.js';
import type { Session } from '../../../core/domain/session.js';
import { emptyContext } from '../../../core/domain/session.js';
import { noTimings } from '../../../core/domain/turn.js';
import { openDatabase } from '../../../core/store/data-source.js';
import { listMessages } from '../../../core/store/messages.js';
import { createSession, deleteSession, findSession } from '../../../core/store/sessions.js';
import {
  type Claim,
  claimTurn,
  recordEnd,
  releaseTurn,
  renewLeases,
  type TurnEnd,
  takeNext,
} from '../../../core/store/turn-attempts.js';
import { reclaimDeadLeases, sweepLimits, takeUndelivered } from '../../../core/store/turn-sweep.js';
import {
  findActiveTurn,
  findTurn,
  postMessage,
  requestStop,
  retryTurn,
  turnLimits,
} from '../../../core/store/turns.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

const LEASE_MS = 60_000;
const giveUp = { code: 'TURN_ABANDONED', message: 'It could not be finished.' };
const answered: TurnEnd = {
  state: 'completed',
  content: 'An answer.',
  understood: {
    intent: { name: 'greeting', confidence: 0.85, method: 'pattern' },
    entities: [],
    language: 'en',
    elapsedMs: 1,
  },
  sources: [],
  model: 'test',
  usage: null,
  timings: noTimings,
  error: null,
};

let database: TestDatabase;
let db: DataSource;
let session: Session;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  db = await openDatabase({ url: database.url, poolSize: 20, applicationName: 'test' });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});
beforeEach(async () => {
  session = await createSession(db, { userId: 'ana', title: null, context: emptyContext, metadata: {} });
});

const post = (content = 'Hello', idempotencyKey: string | null = null) =>
  postMessage(db, {
    sessionId: session.id,
    userId: 'ana',
    content,
    clientMessageId: null,
    idempotencyKey,
    requestHash: Buffer.from(content),
    correlationId: newId(),
  });

async function claim(id: string, leaseMs = LEASE_MS): Promise<Claim> {
  const result = await claimTurn(db, { id, sessionId: session.id }, leaseMs);
  if (result.outcome !== 'claimed') throw new Error(`not claimed: ${result.outcome}`);
  return result.claim;
}

/** As if the worker that holds the turn had died a moment ago. */
const expireLease = (id: string) =>
  db.query(`UPDATE turns SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);

describe('posting', () => {
  test('gives question and answer neighbouring positions, in the order of commits', async () => {
    const posted = await Promise.all(Array.from({ length: 10 }, (_, number) => post(`message ${number}`)));
    expect(posted.map(({ message }) => message.position).sort((a, b) => a - b)).toEqual([
      1, 3, 5, 7, 9, 11, 13, 15, 17, 19,
    ]);
    expect(posted.filter(({ deliver }) => deliver)).toHaveLength(1);
    const { messages } = await listMessages(db, {
      sessionId: session.id,
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
    const posted = await Promise.all(Array.from({ length: 50 }, () => post('once', key)));
    expect(new Set(posted.map(({ message }) => message.id)).size).toBe(1);
    expect(posted.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect((await findSession(db, { id: session.id, userId: 'ana' }))?.messageCount).toBe(2);
  });

  test('refuses a key that was used for something else', async () => {
    const key = newId();
    await post('one thing', key);
    await expect(post('another thing', key)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('refuses a key of a session that is gone for another request, and takes one whose day is over as new', async () => {
    const key = newId();
    const first = await post('in the first session', key);
    await deleteSession(db, { id: session.id, userId: 'ana' });
    session = await createSession(db, { userId: 'ana', title: null, context: emptyContext, metadata: {} });
    await expect(post('in the second session', key)).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    await db.query(`UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = $1`, [
      key,
    ]);
    const again = await post('in the second session', key);
    expect(again).toMatchObject({ outcome: 'created' });
    expect(again.message.id).not.toBe(first.message.id);
    expect((await post('in the second session', key)).message.id).toBe(again.message.id);
  });

  test('refuses more open questions than a session may have, and what is not the caller’s', async () => {
    for (let count = 0; count < turnLimits.maxOpen; count++) await post();
    await expect(post()).rejects.toMatchObject({ code: 'CHAT_TOO_MANY_WAITING' });
    await deleteSession(db, { id: session.id, userId: 'ana' });
    await expect(post()).rejects.toMatchObject({ code: 'CHAT_SESSION_NOT_FOUND' });
  });
});

describe('a claim', () => {
  test('succeeds for one of many workers', async () => {
    const { turn } = await post();
    const claims = await Promise.all(
      Array.from({ length: 10 }, () => claimTurn(db, { id: turn.id, sessionId: session.id }, LEASE_MS)),
    );
    expect(claims.map(({ outcome }) => outcome).sort()).toEqual(['claimed', ...Array(9).fill('gone')]);
  });

  test('of a later turn waits until the earlier one has ended', async () => {
    const [first, second] = [await post('first'), await post('second')];
    expect(await claimTurn(db, { id: second.turn.id, sessionId: session.id }, LEASE_MS)).toEqual({
      outcome: 'blocked',
    });
    const running = await claim(first.turn.id);
    expect(await claimTurn(db, { id: second.turn.id, sessionId: session.id }, LEASE_MS)).toEqual({
      outcome: 'blocked',
    });
    const ended = await recordEnd(db, running.turn, answered);
    expect(ended?.next?.id).toBe(second.turn.id);
    await claim(second.turn.id);
  });

  test('of two turns of a session at the same moment lets one through', async () => {
    const [first, second] = [await post('first'), await post('second')];
    const both = await Promise.all(
      [second, first].map(({ turn }) => claimTurn(db, { id: turn.id, sessionId: session.id }, LEASE_MS)),
    );
    expect(both.map(({ outcome }) => outcome)).toEqual(['blocked', 'claimed']);
  });

  test('raises the session’s fencing number, over all its turns', async () => {
    const first = await post('first');
    const one = await claim(first.turn.id);
    await releaseTurn(db, one.turn, { countsAsFailure: true, delayMs: 0, reason: 'throttled', error: null });
    const two = await claim(first.turn.id);
    await recordEnd(db, two.turn, answered);
    const three = await claim((await post('second')).turn.id);
    expect(two.turn.epoch).toBeGreaterThan(one.turn.epoch);
    expect(three.turn.epoch).toBeGreaterThan(two.turn.epoch);
    expect([one, two, three].map(({ turn }) => turn.attempt)).toEqual([1, 2, 1]);
    expect(two.restartReason).toBe('throttled');
  });
});

describe('a worker that lost its turn', () => {
  test('can neither renew, release nor end it, and changes nothing by trying', async () => {
    const { turn } = await post();
    const stale = await claim(turn.id);
    await expireLease(turn.id);
    expect((await reclaimDeadLeases(db, giveUp)).queued.map(({ id }) => id)).toContain(turn.id);
    const current = await claim(turn.id);

    expect(await renewLeases(db, [stale.turn], LEASE_MS)).toEqual(new Set());
    expect(
      await releaseTurn(db, stale.turn, { countsAsFailure: true, delayMs: 0, reason: 'x', error: null }),
    ).toBe(false);
    expect(await recordEnd(db, stale.turn, { ...answered, content: 'Too late.' })).toBeNull();
    expect(await renewLeases(db, [current.turn], LEASE_MS)).toEqual(new Set([turn.id]));
    expect((await recordEnd(db, current.turn, answered))?.answer.content).toBe('An answer.');
    expect((await findTurn(db, { id: turn.id, sessionId: session.id }))?.turn.state).toBe('completed');
  });
});

describe('a worker whose turn was taken back and waits', () => {
  test.each(['completed', 'failed', 'stopped'] as const)('cannot end it as %s any more', async (state) => {
    const { turn } = await post();
    const asleep = await claim(turn.id);
    await expireLease(turn.id);
    await reclaimDeadLeases(db, giveUp);
    expect(await recordEnd(db, asleep.turn, { ...answered, state })).toBeNull();
    const view = await findTurn(db, { id: turn.id, sessionId: session.id });
    expect(view?.turn.state).toBe('queued');
    expect(view?.turn.epoch).toBeGreaterThan(asleep.turn.epoch);
  });
});

describe('a turn that nobody wants any more', () => {
  const release = { countsAsFailure: true, delayMs: 5_000, reason: 'throttled', error: null };

  test('does not go back to the queue when its user asked for a stop, and keeps what was written', async () => {
    const { turn } = await post();
    const running = await claim(turn.id);
    await requestStop(db, { id: turn.id, sessionId: session.id });
    expect(await releaseTurn(db, running.turn, release)).toBe(false);
    const ended = await recordEnd(db, running.turn, { ...answered, state: 'stopped', content: 'So far' });
    expect(ended?.answer).toMatchObject({ status: 'stopped', content: 'So far' });
  });

  test('does not go back to the queue of a session that is deleted, and ends when its worker dies', async () => {
    const { turn } = await post();
    const running = await claim(turn.id);
    await deleteSession(db, { id: session.id, userId: 'ana' });
    expect(await releaseTurn(db, running.turn, release)).toBe(false);
    await expireLease(turn.id);
    expect((await reclaimDeadLeases(db, giveUp)).ended.map(({ id }) => id)).toContain(turn.id);
  });
});

describe('stop and retry', () => {
  test('a turn in its back-off is not called before its time because a later one was stopped', async () => {
    const [first, second] = [await post('first'), await post('second')];
    const running = await claim(first.turn.id);
    await releaseTurn(db, running.turn, {
      countsAsFailure: true,
      delayMs: 20_000,
      reason: 'throttled',
      error: null,
    });
    await requestStop(db, { id: second.turn.id, sessionId: session.id });
    expect(await takeNext(db, session.id)).toBeNull();
  });

  test('a failed turn that runs again goes before a later one that waits, and is handed over at once', async () => {
    const [first, second] = [await post('first'), await post('second')];
    const failed = await claim(first.turn.id);
    await recordEnd(db, failed.turn, { ...answered, state: 'failed', content: '', error: giveUp });
    const again = await retryTurn(db, { id: first.turn.id, sessionId: session.id });
    expect(again).toMatchObject({ deliver: true, place: 1 });
    expect((await findTurn(db, { id: second.turn.id, sessionId: session.id }))?.place).toBe(2);
  });

  test('a waiting turn stops at once, a running one is asked to, an ended one is not', async () => {
    const [first, second] = [await post('first'), await post('second')];
    const running = await claim(first.turn.id);
    const key = { id: second.turn.id, sessionId: session.id };
    expect(await requestStop(db, key)).toMatchObject({
      outcome: 'stopped',
      view: { answer: { status: 'stopped' } },
    });
    expect(await requestStop(db, key)).toEqual({ outcome: 'ended' });
    expect(await requestStop(db, { ...key, id: first.turn.id })).toEqual({ outcome: 'requested' });
    const ended = await recordEnd(db, running.turn, {
      ...answered,
      state: 'stopped',
      content: 'Half an ans',
    });
    expect(ended).toMatchObject({ answer: { status: 'stopped', content: 'Half an ans' }, next: null });
    expect(await findActiveTurn(db, session.id)).toBeNull();
  });

  test('a failed turn runs again with the same answer id; a completed one does not', async () => {
    const { turn } = await post();
    const failed = await claim(turn.id);
    await recordEnd(db, failed.turn, { ...answered, state: 'failed', content: '', error: giveUp });
    const again = await retryTurn(db, { id: turn.id, sessionId: session.id });
    expect(again).toMatchObject({
      deliver: true,
      turn: { state: 'queued', failures: 0, answerId: turn.answerId },
    });
    const ended = await recordEnd(db, (await claim(turn.id)).turn, answered);
    expect(ended?.answer).toMatchObject({ id: turn.answerId, status: 'complete', error: null });
    await expect(retryTurn(db, { id: turn.id, sessionId: session.id })).rejects.toMatchObject({
      code: 'TURN_NOT_RETRYABLE',
    });
  });
});

describe('a run after a failed one', () => {
  test('has a fencing number of its own before anyone claims it, so that its end is not taken for the first one', async () => {
    const { turn } = await post();
    const failed = await claim(turn.id);
    await recordEnd(db, failed.turn, { ...answered, state: 'failed', content: '', error: giveUp });
    const again = await retryTurn(db, { id: turn.id, sessionId: session.id });
    expect(again.turn.epoch).toBeGreaterThan(failed.turn.epoch);
    expect((await claim(turn.id)).turn.epoch).toBeGreaterThan(again.turn.epoch);
  });
});

describe('the sweep', () => {
  test('hands over what nobody was given, once, whoever sweeps', async () => {
    const { turn } = await post();
    await db.query('UPDATE turns SET delivered_at = NULL WHERE id = $1', [turn.id]);
    const swept = await Promise.all(Array.from({ length: 5 }, () => takeUndelivered(db)));
    expect(swept.flat().filter(({ id }) => id === turn.id)).toHaveLength(1);
  });

  test('passes over a turn that waits for an earlier one', async () => {
    await post('first');
    const second = await post('second');
    await db.query(`UPDATE turns SET delivered_at = NULL WHERE session_id = $1`, [session.id]);
    expect((await takeUndelivered(db)).map(({ id }) => id)).not.toContain(second.turn.id);
  });

  test('stops a dead turn whose user wanted that, and gives up one that has died too often', async () => {
    const [unwanted, poisonous] = [await post('unwanted'), await post('poisonous')];
    await claim(unwanted.turn.id);
    await requestStop(db, { id: unwanted.turn.id, sessionId: session.id });
    await expireLease(unwanted.turn.id);
    expect((await reclaimDeadLeases(db, giveUp)).ended).toMatchObject([
      { id: unwanted.turn.id, state: 'stopped' },
    ]);

    await claim(poisonous.turn.id);
    await db.query('UPDATE turns SET attempt = $2 WHERE id = $1', [
      poisonous.turn.id,
      sweepLimits.maxAttempts,
    ]);
    await expireLease(poisonous.turn.id);
    expect((await reclaimDeadLeases(db, giveUp)).ended).toMatchObject([
      { id: poisonous.turn.id, state: 'failed' },
    ]);
    const view = await findTurn(db, { id: poisonous.turn.id, sessionId: session.id });
    expect(view?.answer).toMatchObject({ status: 'failed', error: giveUp });
    expect((await post('next')).deliver).toBe(true);
  });
});
