import { describe, expect, test } from '@jest/globals';
import { newId } from '../../../core/domain/ids.js';
import { answerAgain } from '../../../core/store/answer-again.js';
import { editQuestion } from '../../../core/store/edit-question.js';
import { listMessages, recentMessages } from '../../../core/store/messages.js';
import { findSummaryMaterial } from '../../../core/store/session-summaries.js';
import { findTitleMaterial } from '../../../core/store/session-titles.js';
import { findLastMessage, findSession, listSessions } from '../../../core/store/sessions.js';
import { recordEnd } from '../../../core/store/turn-end.js';
import { findTurn, requestStop } from '../../../core/store/turns.js';
import { listVersions, MAX_VERSIONS } from '../../../core/store/versions.js';
import { eventually } from '../../support/eventually.js';
import { answered, giveUp, storeUnderTest } from './store-under-test.js';

const store = storeUnderTest();

const again = (id: string, key: string | null = null) =>
  answerAgain(store.db, {
    id,
    sessionId: store.session.id,
    userId: store.userId,
    labels: [],
    correlationId: newId(),
    idempotencyKey: key,
    requestHash: Buffer.from(`again ${id}`),
  });
const edit = (replaces: string, content: string, key: string | null = null) =>
  editQuestion(store.db, {
    sessionId: store.session.id,
    userId: store.userId,
    content,
    clientMessageId: null,
    context: null,
    idempotencyKey: key,
    requestHash: Buffer.from(`${replaces} ${content}`),
    correlationId: newId(),
    labels: [],
    replaces,
  });
const finish = async (turnId: string, content = 'An answer.') =>
  recordEnd(store.db, (await store.claim(turnId)).turn, { ...answered, content });
const ask = async (content: string, answer: string) => {
  const posted = await store.post(content);
  await finish(posted.turn.id, answer);
  return posted;
};
const page = { type: null, limit: 100, before: null, after: null };
const history = async () => (await listMessages(store.db, { sessionId: store.session.id, ...page })).messages;
const texts = (messages: { content: string }[]) => messages.map(({ content }) => content);
const session = () => findSession(store.db, { id: store.session.id, userId: store.userId });

describe('an answer that is given again', () => {
  test('is a new version with a turn of its own, and the earlier one stays', async () => {
    const { turn, message } = await ask('Question', 'First answer');
    const second = await again(turn.id);
    expect(second).toMatchObject({ outcome: 'created', place: 1, deliver: true });
    expect(second.turn).toMatchObject({ messageId: message.id, position: message.position, state: 'queued' });
    expect(second.turn.id).not.toBe(turn.id);
    expect(second.answer).toMatchObject({ version: 2, status: 'pending', replaces: turn.answerId });
    await finish(second.turn.id, 'Second answer');
    expect(texts(await history())).toEqual(['Question', 'Second answer']);
    const earlier = await findTurn(store.db, { id: turn.id, sessionId: store.session.id });
    expect(earlier?.answer).toMatchObject({ content: 'First answer', replacedBy: second.turn.answerId });
    const versions = await listVersions(store.db, store.session.id, message.id);
    expect(texts(versions)).toEqual(['Question', 'First answer', 'Second answer']);
    expect(versions.map(({ version }) => version)).toEqual([1, 1, 2]);
    expect((await session())?.messageCount).toBe(2);
  });

  test('is asked with the history before its question, and is the one that later questions see', async () => {
    await ask('Before', 'Answer before');
    const { turn, message } = await ask('Question', 'First answer');
    const second = await again(turn.id);
    const seen = (beforePosition: number) =>
      recentMessages(store.db, { sessionId: store.session.id, beforePosition, limit: 20, characters: 100 });
    expect(texts(await seen(message.position))).toEqual(['Before', 'Answer before']);
    await finish(second.turn.id, 'Second answer');
    const next = await store.post('Next');
    expect(texts(await seen(next.message.position))).toEqual([
      'Before',
      'Answer before',
      'Question',
      'Second answer',
    ]);
  });

  test('that comes to nothing leaves the one before it to prompts and summaries', async () => {
    const { turn } = await ask('Question', 'First answer');
    const second = await again(turn.id);
    const { turn: running } = await store.claim(second.turn.id);
    await recordEnd(store.db, running, { ...answered, state: 'failed', content: '' });
    const next = await store.post('Next');
    const seen = await recentMessages(store.db, {
      ...{ sessionId: store.session.id, beforePosition: next.message.position },
      ...{ limit: 20, characters: 100 },
    });
    expect(texts(seen)).toEqual(['Question', 'First answer']);
    await finish(next.turn.id);
    const bounds = { keep: 2, limit: 20, characters: 100 };
    const { messages } = await findSummaryMaterial(store.db, store.session.id, bounds);
    expect(texts(messages.filter(({ content }) => content !== ''))).toEqual(['Question', 'First answer']);
  });

  test('is one, of fifty at once, with one key or without', async () => {
    const { turn } = await ask('Question', 'First answer');
    const key = newId();
    const same = await Promise.all(Array.from({ length: 50 }, () => again(turn.id, key)));
    expect(new Set(same.map((made) => made.turn.id)).size).toBe(1);
    expect(same.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    const [made] = same;
    if (made) await finish(made.turn.id, 'Second answer');
    const each = await Promise.allSettled(Array.from({ length: 50 }, () => again(made?.turn.id ?? '')));
    expect(each.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of each) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'CHAT_NOT_LAST' });
    }
    expect(await listVersions(store.db, store.session.id, turn.answerId)).toHaveLength(4);
  });

  test('takes what was written of a stopped one as a version, and the place of an empty one', async () => {
    const { turn } = await store.post('Question');
    await requestStop(store.db, { id: turn.id, sessionId: store.session.id });
    const inPlace = await again(turn.id);
    expect(inPlace).toMatchObject({ answer: null, turn: { id: turn.id, answerId: turn.answerId } });
    await recordEnd(store.db, (await store.claim(turn.id)).turn, {
      ...answered,
      state: 'stopped',
      content: 'Half an ans',
    });
    const second = await again(turn.id);
    expect(second.answer).toMatchObject({ version: 2, replaces: turn.answerId });
    await recordEnd(store.db, (await store.claim(second.turn.id)).turn, {
      ...answered,
      state: 'failed',
      content: '',
      error: giveUp,
    });
    const third = await again(second.turn.id);
    expect(third.turn).toMatchObject({ id: second.turn.id, answerId: second.turn.answerId });
    await finish(third.turn.id, 'Whole answer');
    expect(texts(await listVersions(store.db, store.session.id, turn.answerId))).toEqual([
      'Question',
      'Half an ans',
      'Whole answer',
    ]);
  });

  test('is refused for an open turn, while another is open, for an earlier exchange and for an earlier version', async () => {
    const { turn } = await ask('Question', 'First answer');
    const second = await again(turn.id);
    await expect(again(second.turn.id)).rejects.toMatchObject({ code: 'TURN_NOT_RETRYABLE' });
    await expect(again(turn.id)).rejects.toMatchObject({ code: 'CHAT_NOT_LAST' });
    await finish(second.turn.id);
    const later = await store.post('Later');
    await expect(again(second.turn.id)).rejects.toMatchObject({ code: 'CHAT_NOT_LAST' });
    await finish(later.turn.id);
    await expect(again(second.turn.id)).rejects.toMatchObject({ code: 'CHAT_NOT_LAST' });
    await expect(again(newId())).rejects.toMatchObject({ code: 'CHAT_TURN_NOT_FOUND' });
  });

  test('has a bound', async () => {
    let { turn } = await ask('Question', 'An answer');
    for (let version = 2; version <= MAX_VERSIONS; version++) {
      ({ turn } = await again(turn.id));
      await finish(turn.id);
    }
    await expect(again(turn.id)).rejects.toMatchObject({ code: 'CHAT_TOO_MANY_VERSIONS' });
    await ask('Another question', 'An answer');
    expect((await listVersions(store.db, store.session.id, turn.answerId)).length).toBe(MAX_VERSIONS + 1);
  });
});

describe('a question that is edited', () => {
  test('takes the place of the last one, which stays with its answers', async () => {
    const first = await ask('Teh question', 'First answer');
    const second = await again(first.turn.id);
    await finish(second.turn.id, 'Second answer');
    const edited = await edit(first.message.id, 'The question');
    expect(edited.message).toMatchObject({ version: 2, replaces: first.message.id, content: 'The question' });
    await finish(edited.turn.id, 'Better answer');
    expect(texts(await history())).toEqual(['The question', 'Better answer']);
    const all = ['Teh question', 'First answer', 'Second answer', 'The question', 'Better answer'];
    for (const id of [first.message.id, first.turn.answerId, edited.message.id, edited.turn.answerId]) {
      expect(texts(await listVersions(store.db, store.session.id, id))).toEqual(all);
    }
    const next = await ask('Next', 'Next answer');
    expect(texts(await listVersions(store.db, store.session.id, first.message.id))).toEqual(all);
    expect(texts(await listVersions(store.db, store.session.id, next.message.id))).toEqual([
      'Next',
      'Next answer',
    ]);
    expect((await session())?.messageCount).toBe(4);
    const positions = (await history()).map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  });

  test('is one, of fifty at once, with one key or without', async () => {
    const { message } = await ask('Question', 'An answer');
    const key = newId();
    const same = await Promise.all(Array.from({ length: 50 }, () => edit(message.id, 'Edited', key)));
    expect(new Set(same.map((posted) => posted.message.id)).size).toBe(1);
    expect(same.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    const [made] = same;
    if (made) await finish(made.turn.id);
    const each = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => edit(made?.message.id ?? '', `Edit ${index}`)),
    );
    expect(each.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await session())?.messageCount).toBe(2);
    expect(await history()).toHaveLength(2);
  });

  test('is refused where it is not the last, has been edited, is an answer, or waits for one', async () => {
    const first = await ask('First', 'An answer');
    const second = await store.post('Second');
    await expect(edit(second.message.id, 'Edited')).rejects.toMatchObject({ code: 'CHAT_TURN_OPEN' });
    await expect(edit(first.message.id, 'Edited')).rejects.toMatchObject({ code: 'CHAT_NOT_LAST' });
    await finish(second.turn.id);
    await expect(edit(second.turn.answerId, 'Edited')).rejects.toMatchObject({
      code: 'CHAT_MESSAGE_NOT_FOUND',
    });
    const edited = await edit(second.message.id, 'Edited');
    await finish(edited.turn.id);
    await expect(edit(second.message.id, 'Again')).rejects.toMatchObject({ code: 'CHAT_NOT_LAST' });
    await expect(again(second.turn.id)).rejects.toMatchObject({ code: 'CHAT_NOT_LAST' });
    expect((await session())?.messageCount).toBe(4);
  });

  test('a key that another session uses in the same moment is that one’s', async () => {
    const { message } = await ask('Question', 'An answer');
    const here = store.session;
    await store.newSession();
    const elsewhere = await store.post('Elsewhere');
    store.session = here;
    const key = newId();
    const runner = store.db.createQueryRunner();
    await runner.startTransaction();
    await runner.query(
      'INSERT INTO idempotency_keys (user_id, key, request_hash, turn_id) VALUES ($1, $2, $3, $4)',
      [store.userId, key, Buffer.from('another'), elsewhere.turn.id],
    );
    const refused = expect(edit(message.id, 'Edited', key)).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    await eventually('the edit waits for the key', async () => {
      const [{ count }] = await store.db.query(
        `SELECT count(*)::integer FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return count > 0;
    });
    await runner.commitTransaction();
    await runner.release();
    await refused;
    expect(texts(await history())).toEqual(['Question', 'An answer']);
    expect((await session())?.messageCount).toBe(2);
  });

  test('two edits and two regenerations at once are one of them', async () => {
    const { message, turn } = await ask('Question', 'An answer');
    const outcomes = await Promise.allSettled([
      edit(message.id, 'One'),
      again(turn.id),
      edit(message.id, 'Two'),
      again(turn.id),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await history()).toHaveLength(2);
  });
});

test('lists, titles and the last message of a session know current versions only', async () => {
  const { message } = await ask('Private matter', 'About the private matter');
  const edited = await edit(message.id, 'Cost of NAT');
  expect((await findLastMessage(store.db, store.session.id))?.content).toBe('Cost of NAT');
  const listed = await listSessions(store.db, { userId: store.userId, status: null, limit: 1, before: null });
  expect(listed.items[0]?.lastMessage?.content).toBe('Cost of NAT');
  expect(await findTitleMaterial(store.db, store.session.id, [])).toBeNull();
  await finish(edited.turn.id, 'About NAT');
  expect(await findTitleMaterial(store.db, store.session.id, [])).toMatchObject({
    question: 'Cost of NAT',
    answer: 'About NAT',
  });
});

test('a summary is made of current versions, and keeps away from those that prompts quote', async () => {
  for (let index = 0; index < 3; index++) await ask(`Question ${index}`, `Answer ${index}`);
  let { turn } = await ask('Last question', 'Version 1');
  for (let version = 2; version <= 8; version++) {
    ({ turn } = await again(turn.id));
    await finish(turn.id, `Version ${version}`);
  }
  const material = await findSummaryMaterial(store.db, store.session.id, {
    keep: 4,
    limit: 100,
    characters: 100,
  });
  expect(texts(material.messages)).toEqual(['Question 0', 'Answer 0', 'Question 1', 'Answer 1']);
});
