import { expect, test } from '@jest/globals';
import { newId } from '../../../core/domain/ids.js';
import { answerAgain } from '../../../core/store/answer-again.js';
import { recordEnd, type TurnEnd } from '../../../core/store/turn-end.js';
import { answered, storeUnderTest } from './store-under-test.js';

const store = storeUnderTest();

test('a better answer takes the gap of its question away, unless not all documents could be asked', async () => {
  const again = async (id: string) => {
    const key = { id, sessionId: store.session.id, userId: store.userId };
    const request = { correlationId: newId(), idempotencyKey: null, requestHash: Buffer.from(id) };
    return (await answerAgain(store.db, { ...key, ...request, labels: [] })).turn;
  };
  const end = async (turnId: string, how: Partial<TurnEnd>) =>
    recordEnd(store.db, (await store.claim(turnId)).turn, { ...answered, ...how });
  const gaps = () =>
    store.db.query('SELECT best_score FROM knowledge_gaps WHERE session_id = $1', [store.session.id]);

  const first = (await store.post('Question')).turn;
  await end(first.id, { gap: { bestScore: 0.5, likeness: '00', earlierId: null } });
  expect(await gaps()).toEqual([{ best_score: 0.5 }]);
  const second = await again(first.id);
  await end(second.id, { degraded: true });
  expect(await gaps()).toHaveLength(1);
  const third = await again(second.id);
  await end(third.id, {});
  expect(await gaps()).toEqual([]);
});
