import { expect, test } from '@jest/globals';
import { gapOf } from '../../../worker/knowledge/gap.js';
import type { RetrievedChunk } from '../../../worker/knowledge/retriever.js';

const chunk = (score: number): RetrievedChunk => ({
  documentId: 'd',
  ordinal: 0,
  title: 'T',
  path: 'P',
  url: null,
  text: 'Text.',
  score,
  language: 'en',
});

test('a gap is where nothing was found, or nothing but weak evidence', () => {
  expect(gapOf('Oxygen?', { chunks: [], weak: true })).toMatchObject({ bestScore: 0 });
  expect(gapOf('Oxygen?', { chunks: [chunk(0.4), chunk(0.2)], weak: true })).toMatchObject({
    bestScore: 0.4,
  });
  expect(gapOf('Oxygen?', { chunks: [chunk(0.4)], weak: false })).toBeNull();
});

test('what has no word to search for is no gap: all of those would be one', () => {
  expect(gapOf('Why?', { chunks: [], weak: true })).toBeNull();
  expect(gapOf('What is it, and why?', { chunks: [], weak: true })).toBeNull();
});

test('questions of the same words are alike, in whatever order and form; others are not', () => {
  const likeness = (question: string) => gapOf(question, { chunks: [], weak: true })?.likeness;
  const asked = likeness('How are the oxygen filters of a moon base changed?');
  expect(asked).toMatch(/^[0-9a-f]{64}$/);
  expect(likeness('changing oxygen filter, moon bases')).not.toBe(asked);
  expect(likeness('Oxygen filters on the moon base: are they changed?')).toBe(asked);
  expect(likeness('How are the oxygen filters of a submarine changed?')).not.toBe(asked);
});
