import { expect, test } from '@jest/globals';
import { gapOf, isLeftOpen, isOutburst } from '../../../worker/knowledge/gap.js';

const cited = { leavesOpen: false, sources: ['s'], toolCalls: [], continues: false };

test('a question is left open where the answer says so, whatever the search thought', () => {
  for (const weak of [true, false]) {
    expect(isLeftOpen(weak, { ...cited, leavesOpen: true })).toBe(true);
    expect(isLeftOpen(weak, cited)).toBe(false);
  }
});

test('and where an answer that was to cite rests on nothing', () => {
  const bare = { ...cited, sources: [] };
  expect(isLeftOpen(false, bare)).toBe(true);
  const called = (name: string, status: string) => ({ ...bare, toolCalls: [{ name, status }] });
  for (const weak of [true, false]) {
    expect(isLeftOpen(weak, called('estimate_cost', 'success'))).toBe(false);
    expect(isLeftOpen(weak, called('estimate_cost', 'error'))).toBe(true);
    expect(isLeftOpen(weak, called('search_knowledge', 'success'))).toBe(true);
  }
});

test('and where the search has doubts, and the answer says nothing of the documents', () => {
  const earlier = { ...cited, sources: [], continues: true };
  for (const weak of [true, false]) {
    expect(isLeftOpen(weak, null)).toBe(weak);
    expect(isLeftOpen(weak, earlier)).toBe(weak);
  }
});

test('anger that asks for nothing is no question', () => {
  const felt = (label: 'negative' | 'neutral', method: 'fallback' | 'classifier' = 'fallback') => {
    return { intent: { method }, sentiment: { label } };
  };
  expect(isOutburst('you are useless', felt('negative'))).toBe(true);
  expect(isOutburst('why is it so bad?', felt('negative'))).toBe(false);
  expect(isOutburst('the alarm is broken', felt('negative', 'classifier'))).toBe(false);
  expect(isOutburst('parental leave', felt('neutral'))).toBe(false);
});

test('a gap tells how good the best of what was found is', () => {
  expect(gapOf('Oxygen?', [])).toMatchObject({ bestScore: 0 });
  expect(gapOf('Oxygen?', [{ score: 0.4 }, { score: 0.2 }])).toMatchObject({ bestScore: 0.4 });
});

test('what has no word to search for is no gap: all of those would be one', () => {
  expect(gapOf('Why?', [])).toBeNull();
  expect(gapOf('What is it, and why?', [])).toBeNull();
  expect(gapOf('ok, yes', [])).toBeNull();
  expect(gapOf('Hello!', [])).toBeNull();
});

test('questions of the same words are alike, in whatever order and form; others are not', () => {
  const likeness = (question: string) => gapOf(question, [])?.likeness;
  const asked = likeness('How are the oxygen filters of a moon base changed?');
  expect(asked).toMatch(/^[0-9a-f]{64}$/);
  expect(likeness('changing oxygen filter, moon bases')).not.toBe(asked);
  expect(likeness('Oxygen filters on the moon base: are they changed?')).toBe(asked);
  expect(likeness('How are the oxygen filters of a submarine changed?')).not.toBe(asked);
});
