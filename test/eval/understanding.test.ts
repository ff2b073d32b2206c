import { describe, expect, test } from '@jest/globals';
import { evaluateEntities } from '../../bench/eval/entities.js';
import { type Figure, reaches } from '../../bench/eval/figure.js';
import { evaluateIntents, shippedUnderstanding } from '../../bench/eval/intents.js';
import { evaluateModeration } from '../../bench/eval/moderation.js';
import { evaluateSentiment } from '../../bench/eval/sentiment.js';

const below = (figures: readonly Figure[]) => figures.filter((figure) => !reaches(figure));

describe('what is understood of the corpora, which were written apart', () => {
  test('intents', () => {
    expect(below(evaluateIntents(shippedUnderstanding()).figures)).toEqual([]);
  });
  test('entities', () => {
    expect(below(evaluateEntities())).toEqual([]);
  });
  test('moderation', () => {
    expect(below(evaluateModeration())).toEqual([]);
  });
  test('sentiment', () => {
    expect(below(evaluateSentiment())).toEqual([]);
  });
});
