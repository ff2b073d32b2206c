import { expect, test } from '@jest/globals';
import { newId } from '../../../core/domain/ids.js';
import type { Session } from '../../../core/domain/session.js';
import { emptyContext } from '../../../core/domain/session.js';
import { postMessage } from '../../../core/store/post-message.js';
import { createSession, deleteSession } from '../../../core/store/sessions.js';
import { claimTurn, markAnnounced } from '../../../core/store/turn-attempts.js';
import { recordEnd } from '../../../core/store/turn-end.js';
import { takeUndelivered } from '../../../core/store/turn-sweep.js';
import { nextOf, roomOf, takeNext } from '../../../core/store/turn-window.js';
import { requestStop } from '../../../core/store/turns.js';
import { answered, LEASE_MS, storeUnderTest } from './store-under-test.js';

const store = storeUnderTest();

test('posts, ends, stops, deletions and sweeps of one user at the same time neither deadlock nor strand a turn', async () => {
  const sessions: Session[] = [];
  for (let number = 0; number < 12; number++) {
    const blank = { userId: store.userId, title: null, context: emptyContext, metadata: {} };
    sessions.push(await createSession(store.db, blank));
  }
  const post = (session: Session, content: string) =>
    postMessage(store.db, {
      sessionId: session.id,
      userId: store.userId,
      content,
      clientMessageId: null,
      context: null,
      idempotencyKey: null,
      requestHash: Buffer.alloc(0),
      correlationId: newId(),
      labels: [],
    });
  const given = new Set<string>();
  const work = async (key: { id: string; sessionId: string }): Promise<void> => {
    const claimed = await claimTurn(store.db, key, LEASE_MS);
    if (claimed.outcome !== 'claimed') return;
    given.add(key.id);
    if (given.size % 7 === 0) await requestStop(store.db, key);
    await recordEnd(store.db, claimed.claim.turn, answered);
    await markAnnounced(store.db, claimed.claim.turn);
    await Promise.all((await takeNext(store.db, store.userId)).map(work));
  };
  const posting = sessions.map(async (session, index) => {
    for (let number = 0; number < 8; number++) {
      const posted = await post(session, `question ${number}`);
      if (posted.deliver) await work(posted.turn);
      else if (number === 5) {
        await requestStop(store.db, { id: posted.turn.id, sessionId: session.id });
        await markAnnounced(store.db, posted.turn);
        await Promise.all((await takeNext(store.db, store.userId)).map(work));
      }
    }
    if (index === 0) await deleteSession(store.db, { id: session.id, userId: store.userId });
  });
  const sweeping = Array.from({ length: 10 }, async () => {
    await Promise.all((await takeUndelivered(store.db)).map(work));
  });
  await Promise.all([...posting, ...sweeping]);
  const open = async () => {
    const [row] = await store.db.query(
      `SELECT count(*)::integer AS turns FROM turns WHERE user_id = $1 AND state IN ('queued', 'running')`,
      [store.userId],
    );
    return row.turns as number;
  };
  // What is left, if anything, is what the sweep is for.
  for (let left = await open(), before = Number.POSITIVE_INFINITY; left > 0; left = await open()) {
    expect(left).toBeLessThan(before);
    before = left;
    await Promise.all((await takeUndelivered(store.db)).map(work));
  }
});

test('the count of a user’s turns and the search for his next are answered from indexes', async () => {
  await store.db.transaction(async (db) => {
    await db.query('SET LOCAL enable_seqscan = off');
    const plan = async (sql: string) => JSON.stringify(await db.query(`EXPLAIN ${sql}`, [store.userId]));
    expect(await plan(`SELECT ${roomOf('$1')}`)).toContain('turns_in_hand');
    expect(await plan(nextOf('$1'))).toContain('turns_waiting');
  });
});
