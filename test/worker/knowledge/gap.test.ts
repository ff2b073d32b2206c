import { expect, test } from '@jest/globals';
import { gapOf, isWeak } from '../../../worker/knowledge/gap.js';
import type { RetrievedChunk } from '../../../worker/knowledge/retriever.js';

const chunk = (score: number, weak?: boolean): RetrievedChunk => ({
  documentId: 'd',
  ordinal: 0,
  title: 'T',
  path: 'P',
  url: null,
  text: 'Text.',
  score,
  coverage: 1,
  language: 'en',
  ...(weak === undefined ? {} : { weak }),
});

test('a gap is where nothing was found, or nothing but weak evidence', () => {
  expect(gapOf('Why?', [])).toMatchObject({ bestScore: 0 });
  expect(gapOf('Why?', [chunk(0.4, true), chunk(0.2, true)])).toMatchObject({ bestScore: 0.4 });
  expect(gapOf('Why?', [chunk(0.4, true), chunk(0.2, false)])).toBeNull();
  expect(gapOf('Why?', [chunk(0.4)])).toBeNull();
  expect([isWeak([]), isWeak([chunk(1, true)]), isWeak([chunk(1)])]).toEqual([false, true, false]);
});

test('questions of the same words are alike, in whatever order and form; others are not', () => {
  const likeness = (question: string) => gapOf(question, [])?.likeness;
  const asked = likeness('How are the oxygen filters of a moon base changed?');
  expect(asked).toMatch(/^[0-9a-f]{64}$/);
  expect(likeness('changing oxygen filter, moon bases')).not.toBe(asked);
  expect(likeness('Oxygen filters on the moon base: are they changed?')).toBe(asked);
  expect(likeness('How are the oxygen filters of a submarine changed?')).not.toBe(asked);
});
