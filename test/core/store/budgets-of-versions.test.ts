import { describe, expect, test } from '@jest/globals';
import type { Allowance } from '../../../core/domain/budget.js';
import { newId } from '../../../core/domain/ids.js';
import type { Session } from '../../../core/domain/session.js';
import { answerAgain } from '../../../core/store/answer-again.js';
import { findSpending } from '../../../core/store/budgets.js';
import { editQuestion } from '../../../core/store/edit-question.js';
import { postMessage } from '../../../core/store/post-message.js';
import { recordEnd } from '../../../core/store/turn-end.js';
import { answered, storeUnderTest } from './store-under-test.js';

const store = storeUnderTest();

const DOLLAR = 1_000_000_000_000n;
/** Ten turns a day. */
const allowance = (): Allowance => ({
  userId: store.userId,
  budget: { day: { usd: '1' }, warnPercent: 80 },
  reserve: { picodollars: DOLLAR / 10n, tokens: 1_000n },
});
const requestOf = (session: Session, key: string | null) => ({
  sessionId: session.id,
  userId: store.userId,
  labels: [],
  allowance: allowance(),
  correlationId: newId(),
  idempotencyKey: key,
  requestHash: Buffer.from(session.id),
});
const question = { content: 'Question', clientMessageId: null, context: null };
const again = (session: Session, turnId: string, key: string | null = null) =>
  answerAgain(store.db, { ...requestOf(session, key), id: turnId });
const edit = (session: Session, replaces: string) =>
  editQuestion(store.db, { ...requestOf(session, null), ...question, replaces });
const post = (session: Session) => postMessage(store.db, { ...requestOf(session, null), ...question });
const reserved = async () => (await findSpending(store.db, store.userId)).reserved.picodollars;

/** Answered before there was a budget. */
async function answeredSessions(count: number) {
  const made = [];
  for (let number = 0; number < count; number++) {
    const session = await store.newSession();
    const posted = await postMessage(store.db, {
      ...requestOf(session, null),
      ...question,
      allowance: null,
    });
    await recordEnd(store.db, (await store.claim(posted.turn.id)).turn, answered);
    made.push({ session, ...posted });
  }
  return made;
}

describe('versions under a budget', () => {
  test('reserve like questions, in whatever order they come: together never more than it has', async () => {
    const made = await answeredSessions(45);
    const outcomes = await Promise.allSettled(
      made.map(({ session, turn, message }, number) => {
        if (number % 3 === 0) return again(session, turn.id);
        return number % 3 === 1 ? edit(session, message.id) : post(session);
      }),
    );
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refused).toEqual(Array.from({ length: 35 }, () => 'BUDGET_HELD'));
    expect(await reserved()).toBe(DOLLAR);
  });

  test('that are refused leave the exchange as it was, and one that was taken is replayed', async () => {
    const made = await answeredSessions(11);
    const [first, ...others] = made;
    const key = newId();
    const taken = first && (await again(first.session, first.turn.id, key));
    for (const { session, turn } of others.slice(0, 9)) await again(session, turn.id);
    const last = others.at(-1);
    if (!first || !last) throw new Error('there are eleven');
    await expect(again(last.session, last.turn.id)).rejects.toMatchObject({ code: 'BUDGET_HELD' });
    await expect(edit(last.session, last.message.id)).rejects.toMatchObject({ code: 'BUDGET_HELD' });
    const rows = await store.db.query(
      `SELECT count(*)::integer AS rows, count(replaced_by)::integer AS replaced, min(s.message_count) AS messages,
         min(s.open_turns) AS open
       FROM messages m JOIN sessions s ON s.id = m.session_id WHERE m.session_id = $1`,
      [last.session.id],
    );
    expect(rows).toEqual([{ rows: 2, replaced: 0, messages: 2, open: 0 }]);
    expect(await again(first.session, first.turn.id, key)).toMatchObject({
      outcome: 'replayed',
      turn: { id: taken?.turn.id },
    });
  });
});
