import { describe, expect, test } from '@jest/globals';
import {
  isEnded,
  nextState,
  statesAllowing,
  type TurnAction,
  type TurnState,
} from '../../../core/domain/turn.js';

const states: TurnState[] = ['queued', 'running', 'completed', 'stopped', 'failed'];
const actions: TurnAction[] = ['claim', 'release', 'complete', 'stop', 'fail', 'retry'];

/** Written apart from the table under test: every pair that is allowed, and where it leads. */
const allowed: Record<string, TurnState> = {
  'queued claim': 'running',
  'queued stop': 'stopped',
  'running release': 'queued',
  'running complete': 'completed',
  'running stop': 'stopped',
  'running fail': 'failed',
  'stopped retry': 'queued',
  'failed retry': 'queued',
};

describe('the states of a turn', () => {
  const pairs = states.flatMap((state) => actions.map((action) => [state, action] as const));
  test.each(pairs)('from %s, %s leads where it should or nowhere', (state, action) => {
    expect(nextState(state, action)).toBe(allowed[`${state} ${action}`] ?? null);
    expect(statesAllowing(action).includes(state)).toBe(`${state} ${action}` in allowed);
  });

  test('a turn that has ended leaves its state only by a retry, and a completed one never', () => {
    for (const state of states.filter(isEnded)) {
      const ways = actions.filter((action) => nextState(state, action) !== null);
      expect(ways).toEqual(state === 'completed' ? [] : ['retry']);
    }
  });
});
