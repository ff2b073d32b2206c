import { expect, test } from '@jest/globals';
import { gapOf, isLeftOpen } from '../../../worker/knowledge/gap.js';

test('a question is left open by a search that found nothing or weak evidence, whatever is answered', () => {
  const cited = { cites: true, sources: ['s'], toolCalls: [] };
  expect(isLeftOpen(true, cited)).toBe(true);
  expect(isLeftOpen(true, null)).toBe(true);
  expect(isLeftOpen(false, cited)).toBe(false);
  expect(isLeftOpen(false, null)).toBe(false);
});

test('and by an answer that was to cite and rests on nothing', () => {
  const bare = { cites: true, sources: [], toolCalls: [] };
  expect(isLeftOpen(false, bare)).toBe(true);
  expect(isLeftOpen(false, { ...bare, toolCalls: ['estimate'] })).toBe(false);
  expect(isLeftOpen(false, { ...bare, cites: false })).toBe(false);
});

test('a gap tells how good the best of what was found is', () => {
  expect(gapOf('Oxygen?', [])).toMatchObject({ bestScore: 0 });
  expect(gapOf('Oxygen?', [{ score: 0.4 }, { score: 0.2 }])).toMatchObject({ bestScore: 0.4 });
});

test('what has no word to search for is no gap: all of those would be one', () => {
  expect(gapOf('Why?', [])).toBeNull();
  expect(gapOf('What is it, and why?', [])).toBeNull();
});

test('questions of the same words are alike, in whatever order and form; others are not', () => {
  const likeness = (question: string) => gapOf(question, [])?.likeness;
  const asked = likeness('How are the oxygen filters of a moon base changed?');
  expect(asked).toMatch(/^[0-9a-f]{64}$/);
  expect(likeness('changing oxygen filter, moon bases')).not.toBe(asked);
  expect(likeness('Oxygen filters on the moon base: are they changed?')).toBe(asked);
  expect(likeness('How are the oxygen filters of a submarine changed?')).not.toBe(asked);
});
