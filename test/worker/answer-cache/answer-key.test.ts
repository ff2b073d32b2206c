import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emptyContext } from '../../../core/domain/session.js';
import {
  type AnswerCircumstances,
  answerKey,
  normalQuestion,
} from '../../../worker/answer-cache/answer-key.js';
import type { PromptInput } from '../../../worker/prompt/compose-prompt.js';
import { anyInput } from '../prompt/prompt-inputs.js';

/** Why no part of a prompt can make an answer another one's: the compiler asks for each that is added. */
const accounted: Record<keyof PromptInput, string> = {
  intent: 'in the key',
  language: 'in the key',
  session: 'its context is in the key; before a first question nothing has been named or gone badly',
  summary: 'there is none before a first question',
  question: 'in the key',
  history: 'there is none in a first question',
  sources: 'follow from the question, the labels, the set of documents and the knowledge version',
  tools: 'named by the template',
  templates: 'in the stamp, by their version',
  budget: 'the same for all',
  weakEvidence: 'follows from the sources',
  missing: 'follows from the intent and the question',
  nonce: 'random, and in no answer',
};

const asked: AnswerCircumstances = {
  intent: 'cost_estimate',
  language: 'en',
  context: emptyContext,
  labels: [],
  documents: 'postgres',
  question: 'What does a NAT gateway cost?',
};

describe('the key of an answer', () => {
  test('is the same however the question is spaced and ended', () => {
    for (const question of [
      '  what does a NAT\n gateway cost ',
      'What does a NAT gateway cost ?!',
      'What does a NAT gateway cost…',
    ]) {
      expect(answerKey({ ...asked, question })).toBe(answerKey(asked));
    }
    expect(normalQuestion('Où\u0065\u0301 ?')).toBe('oùé');
  });

  const others: [string, Partial<AnswerCircumstances>][] = [
    ['intent', { intent: 'migration' }],
    ['language', { language: 'fr' }],
    ['label', { labels: ['finance'] }],
    ['set of documents', { documents: 'bedrock:ABCDEFGHIJ' }],
    ['client', { context: { ...emptyContext, clientName: 'Acme' } }],
    ['project', { context: { ...emptyContext, projectContext: 'Move to eu-west-3' } }],
    ['own field', { context: { ...emptyContext, customFields: { budget: 12 } } }],
    ['capital within', { question: 'What does a nat gateway cost?' }],
    ['question', { question: 'What does a VPN gateway cost?' }],
  ];
  test.each(others)('is another one for another %s', (_what, other) => {
    expect(answerKey({ ...asked, ...other })).not.toBe(answerKey(asked));
  });

  test('or the stamp holds all that a prompt is made of', () => {
    const [input] = fc.sample(anyInput, 1);
    expect(Object.keys(accounted)).toEqual(expect.arrayContaining(Object.keys(input ?? {})));
  });

  test('tells nothing of the question, and takes the longest in no time', () => {
    expect(answerKey(asked)).toMatch(/^[0-9a-f]{64}$/);
    // The best of a few: others use this machine too.
    const times = Array.from({ length: 5 }, () => {
      const startedAt = performance.now();
      normalQuestion(`a${'? '.repeat(8_000)}`);
      return performance.now() - startedAt;
    });
    expect(Math.min(...times)).toBeLessThan(20);
  });
});
