import { describe, expect, test } from '@jest/globals';
import { findDueDigests } from '../../../core/store/due-digests.js';
import { purgeDeleted } from '../../../core/store/retention.js';
import { findSummaryMaterial, saveSummary } from '../../../core/store/session-summaries.js';
import { findTitleMaterial, giveTitle } from '../../../core/store/session-titles.js';
import { deleteSession, updateSession } from '../../../core/store/sessions.js';
import { recordEnd, type TurnEnd } from '../../../core/store/turn-end.js';
import { answered, storeUnderTest } from './store-under-test.js';

const store = storeUnderTest();
const bounds = { keep: 2, limit: 60, characters: 10 };
const made = { template: 'summary@1', model: 'test' };
const courtesies = ['greeting'];

async function exchange(content: string, end: Partial<TurnEnd> = {}): Promise<void> {
  const { turn } = await store.post(content);
  await recordEnd(store.db, (await store.claim(turn.id)).turn, { ...answered, ...end });
}

const asked = (name: string) =>
  answered.understood && {
    ...answered.understood,
    intent: { name, confidence: 1, method: 'pattern' as const },
  };

describe('a summary', () => {
  test('is made of what is behind the last one, but for the newest messages, each cut short', async () => {
    await exchange('a first question that is long');
    await exchange('second', { state: 'failed', content: '' });
    await exchange('third');
    const first = await findSummaryMaterial(store.db, store.session.id, bounds);
    expect(first.summary).toBeNull();
    expect(first.messages.map(({ position, status, content }) => [position, status, content])).toEqual([
      [1, 'complete', 'a first qu'],
      [2, 'complete', 'An answer.'],
      [3, 'complete', 'second'],
      [4, 'failed', ''],
    ]);
    await saveSummary(store.db, store.session.id, null, { ...made, text: 'So far.', throughPosition: 4 });
    await exchange('fourth');
    const next = await findSummaryMaterial(store.db, store.session.id, bounds);
    expect(next.summary).toEqual({ text: 'So far.', throughPosition: 4 });
    expect(next.messages.map(({ position }) => position)).toEqual([5, 6]);
  });

  test('takes the place of the one that it was made from, and of no other', async () => {
    const { id } = store.session;
    const at = (throughPosition: number) => ({ ...made, text: `to ${throughPosition}`, throughPosition });
    const both = await Promise.all([10, 12].map((through) => saveSummary(store.db, id, null, at(through))));
    expect(both.filter((saved) => saved)).toHaveLength(1);
    const { summary } = await findSummaryMaterial(store.db, id, bounds);
    expect(await saveSummary(store.db, id, { text: '', throughPosition: 4 }, at(20))).toBe(false);
    expect(await saveSummary(store.db, id, summary, at(22))).toBe(true);
    expect(await saveSummary(store.db, id, summary, at(24))).toBe(false);
    expect((await findSummaryMaterial(store.db, id, bounds)).summary).toEqual({
      text: 'to 22',
      throughPosition: 22,
    });
  });

  test('comes with the claim of a turn', async () => {
    await saveSummary(store.db, store.session.id, null, { ...made, text: 'So far.', throughPosition: 4 });
    const { turn } = await store.post();
    expect((await store.claim(turn.id)).summary).toEqual({ text: 'So far.', throughPosition: 4 });
  });

  test('of a deleted session is not written, and one that is there goes when the session is purged', async () => {
    const { id } = store.session;
    const summary = { ...made, text: 'So far.', throughPosition: 4 };
    await saveSummary(store.db, id, null, summary);
    await deleteSession(store.db, { id, userId: store.userId });
    const before = { text: 'So far.', throughPosition: 4 };
    expect(await saveSummary(store.db, id, before, { ...summary, throughPosition: 8 })).toBe(false);
    await purgeDeleted(store.db, 0, 100);
    expect(await store.db.query('SELECT 1 FROM session_summaries WHERE session_id = $1', [id])).toEqual([]);
  });
});

describe('a title', () => {
  test('is made from the first answered question that is no courtesy', async () => {
    const material = () => findTitleMaterial(store.db, store.session.id, courtesies);
    await exchange('Hello');
    expect(await material()).toBeNull();
    await exchange('failed', { state: 'failed', content: '', understood: asked('cost_estimate') });
    await exchange('What does RDS cost?', { understood: asked('cost_estimate') });
    await exchange('And S3?', { understood: asked('cost_estimate') });
    const first = { question: 'What does RDS cost?', answer: 'An answer.', language: 'en' };
    expect(await material()).toEqual(first);
  });

  test('that its user has given stays', async () => {
    const { id } = store.session;
    await updateSession(store.db, { id, userId: store.userId }, { title: 'Mine' });
    expect(await giveTitle(store.db, id, 'Ours')).toBeNull();
    await updateSession(store.db, { id, userId: store.userId }, { title: null });
    expect(await giveTitle(store.db, id, 'Ours')).toMatchObject({ title: 'Ours' });
    expect(await giveTitle(store.db, id, 'Another')).toBeNull();
  });
});

describe('what was lost', () => {
  test('is found where nothing has happened for a while, and not much later', async () => {
    const { id } = store.session;
    await exchange('What does RDS cost?', { understood: asked('cost_estimate') });
    const due = async (summaryAfter: number) =>
      (await findDueDigests(store.db, courtesies, summaryAfter)).filter(({ sessionId }) => sessionId === id);
    const happenedBefore = (minutes: number) =>
      store.db.query(`UPDATE sessions SET last_activity = now() - $2 * interval '1 minute' WHERE id = $1`, [
        id,
        minutes,
      ]);
    expect(await due(2)).toEqual([]);
    await happenedBefore(5);
    const lost = (name: string) => ({ name, sessionId: id, position: 2 });
    expect(await due(3)).toEqual([lost('title')]);
    expect(await due(2)).toEqual(expect.arrayContaining([lost('title'), lost('summary')]));
    await giveTitle(store.db, id, 'RDS');
    await saveSummary(store.db, id, null, { ...made, text: '', throughPosition: 2 });
    expect(await due(2)).toEqual([]);
    await updateSession(store.db, { id, userId: store.userId }, { title: null });
    await happenedBefore(70);
    expect(await due(2)).toEqual([]);
  });

  test('of a session in which nothing but courtesies was said is nothing', async () => {
    const { id } = store.session;
    await exchange('Hello');
    await store.db.query(`UPDATE sessions SET last_activity = now() - interval '5 minutes' WHERE id = $1`, [
      id,
    ]);
    expect(await findDueDigests(store.db, courtesies, 20)).not.toContainEqual(
      expect.objectContaining({ sessionId: id }),
    );
  });
});
