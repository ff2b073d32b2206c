import { expect, test } from '@jest/globals';
import { type Evidence, strengthOf } from '../../../worker/knowledge/evidence.js';

const good: Evidence = {
  score: 2.4,
  nextScore: 1.2,
  concepts: 5,
  known: 3,
  unseen: 0,
  named: 1,
  namedThere: 1,
};
const strength = (change: Partial<Evidence>) => strengthOf({ ...good, ...change }, 'questions');

test('what fits is trusted; the less it does, the less; what hardly fits is nothing', () => {
  expect(strength({})).toBe('good');
  expect(strength({ score: 0.7, nextScore: 0.6 })).toBe('weak');
  expect(strength({ score: 0.2, nextScore: 0.2, unseen: 4, namedThere: 0 })).toBe('none');
});

test('documents that do not speak of what is named, or of half the words, are doubted', () => {
  const near = { score: 1.7, nextScore: 1.2 };
  expect(strength(near)).toBe('good');
  expect(strength({ ...near, namedThere: 0 })).toBe('weak');
  expect(strength({ ...near, unseen: 3 })).not.toBe('good');
});

test('two documents that fit alike are less to be trusted than one that leads', () => {
  expect(strength({ score: 0.8, nextScore: 0.2 })).toBe('good');
  expect(strength({ score: 0.8, nextScore: 0.8 })).toBe('weak');
});

test('a short question of this trade is trusted like a longer one, one of a word of anybody’s is not', () => {
  const short = { score: 1.6, nextScore: 1.5, concepts: 1, named: 0, namedThere: 0 };
  expect(strength({ ...short, known: 1 })).toBe('good');
  expect(strength({ ...short, known: 0 })).not.toBe('good');
});

test('where one of the things that are named is there, it is shown, with doubt', () => {
  const half = { score: 0.6, nextScore: 0.6, concepts: 3, named: 2 };
  expect(strength({ ...half, namedThere: 1 })).toBe('weak');
  expect(strength({ ...half, namedThere: 0 })).toBe('none');
});

test('without questions of the documents less of a score is enough', () => {
  const found = { score: 0.8, nextScore: 0.4, concepts: 4, known: 1, unseen: 0, named: 0, namedThere: 0 };
  expect(strengthOf(found, 'texts')).toBe('good');
  expect(strengthOf(found, 'questions')).toBe('weak');
});
