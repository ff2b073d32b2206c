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
  foreign: 0,
  figure: false,
};
const strength = (change: Partial<Evidence>) => strengthOf({ ...good, ...change }, 'questions');

test('what fits is trusted; the less it does, the less; what hardly fits is nothing', () => {
  expect(strength({})).toBe('good');
  expect(strength({ score: 0.5, nextScore: 0.4 })).toBe('weak');
  expect(strength({ score: 0.2, nextScore: 0.2, unseen: 4, namedThere: 0 })).toBe('none');
});

test('documents that do not speak of what is named, or of half the words, are doubted', () => {
  const near = { score: 1.1, nextScore: 0.9 };
  expect(strength(near)).toBe('good');
  expect(strength({ ...near, namedThere: 0 })).toBe('weak');
  expect(strength({ ...near, unseen: 3 })).not.toBe('good');
});

test('two documents that fit alike are less to be trusted than one that leads', () => {
  expect(strength({ score: 0.6, nextScore: 0.1 })).toBe('good');
  expect(strength({ score: 0.6, nextScore: 0.6 })).toBe('weak');
});

test('a short question of this trade is trusted like a longer one, one of a word of anybody’s is not', () => {
  const short = { score: 1.6, nextScore: 1.5, concepts: 1, named: 0, namedThere: 0 };
  expect(strength({ ...short, known: 1 })).toBe('good');
  expect(strength({ ...short, known: 0 })).not.toBe('good');
});

test('what is about something else is nothing, whatever it names; what lacks a name is shown, with doubt', () => {
  const off = { score: 0.05, nextScore: 0.05, concepts: 8, known: 1, unseen: 7 };
  expect(strength({ ...off, named: 1, namedThere: 1 })).toBe('none');
  const name = { score: 0.15, nextScore: 0, concepts: 1, known: 0, named: 1, namedThere: 1 };
  expect(strengthOf({ ...good, ...name }, 'texts')).toBe('weak');
  expect(strengthOf({ ...good, ...name, named: 0, namedThere: 0 }, 'texts')).toBe('none');
  const about = { score: 0.8, nextScore: 0.6, concepts: 5 };
  expect(strength({ ...about, named: 3, namedThere: 0, foreign: 1, figure: true })).toBe('weak');
});

test('the more names are missing, and where a figure is wanted, the less it is trusted', () => {
  const near = { score: 0.8, nextScore: 0.5, named: 3, namedThere: 3 };
  expect(strength(near)).toBe('good');
  expect(strength({ ...near, namedThere: 2 })).toBe('weak');
  expect(strength({ ...near, foreign: 1 })).toBe('weak');
  expect(strength({ ...near, figure: true })).toBe('weak');
});

test('without questions of the documents less of a score is enough', () => {
  const found = {
    score: 0.7,
    nextScore: 0.4,
    concepts: 4,
    known: 1,
    unseen: 0,
    named: 0,
    namedThere: 0,
    foreign: 0,
    figure: false,
  };
  expect(strengthOf(found, 'texts')).toBe('good');
  expect(strengthOf(found, 'questions')).toBe('weak');
});
