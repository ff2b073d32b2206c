import { describe, expect, it } from '@jest/globals';
import { type Conversation, emptyConversation } from '../../../client/core/conversation.js';
import { applyEvent, applyHistory } from '../../../client/core/reducer.js';
import { waitingTurns } from '../../../client/core/waiting-turns.js';
import type { WireActiveTurn } from '../../../core/contracts/shapes.js';
import { answer, asEvent, ids, question } from '../support/attempts.js';

const second = [
  { ...question, id: 'b', position: 3, turn_id: 'turn-b' },
  answer({ id: 'b-answer', position: 4, turn_id: 'turn-b' }),
];
const queued = (turnId: string, position: number) =>
  asEvent({ type: 'turn.queued', turn_id: turnId, position });
const started = asEvent({ type: 'turn.started', turn_id: ids.turn, attempt: 1, message_id: ids.answer });
const line = (state: Conversation) => waitingTurns(state).map(({ id }) => id);

describe('the turns that wait', () => {
  it('are in the order asked, as history tells it after a reload', () => {
    const third = answer({ id: 'c', position: 6, turn_id: 'turn-c' });
    const active: WireActiveTurn = {
      id: ids.turn,
      state: 'running',
      position: 0,
      message_id: ids.answer,
      cursor: '1-1',
    };
    const page = [question, answer({ status: 'streaming' }), ...second, third];
    expect(line(applyHistory(emptyConversation, page, active))).toEqual(['turn-b', 'turn-c']);
  });

  it('are without the one that runs, though places were told before it began', () => {
    const state = applyHistory(emptyConversation, [question, answer(), ...second], null);
    expect(line(state)).toEqual([ids.turn, 'turn-b']);
    expect(line([started, queued('turn-b', 2)].reduce(applyEvent, state))).toEqual(['turn-b']);
  });

  it('begin with one that failed and is run again, also where its rows are on an older page', () => {
    const whole = applyHistory(emptyConversation, [question, answer({ status: 'failed' }), ...second], null);
    const newest = applyHistory(emptyConversation, second, null);
    for (const state of [whole, newest])
      expect(line(applyEvent(state, queued(ids.turn, 1)))).toEqual([ids.turn, 'turn-b']);
  });
});
