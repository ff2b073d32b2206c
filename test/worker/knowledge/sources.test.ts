import { describe, expect, test } from '@jest/globals';
import type { RetrievedChunk } from '../../../worker/knowledge/retriever.js';
import { citedSources, numberChunks, toSources } from '../../../worker/knowledge/sources.js';

const chunk = (text: string): RetrievedChunk => ({
  documentId: 'd',
  ordinal: 0,
  title: 'NAT',
  path: 'Cost › NAT › Price',
  url: null,
  text,
  score: 0.123456,
  coverage: 1,
  language: 'en',
});
const sourcesOf = (texts: string[], question: string) =>
  toSources(numberChunks(texts.map((text) => chunk(text))), question);

describe('sources', () => {
  test('are numbered from 1 and quote the sentence nearest to the question', () => {
    const text = 'A NAT gateway is managed. It costs 0.048 USD an hour.\n\n- Endpoints for S3 are free.';
    expect(sourcesOf([text, text], 'Are S3 endpoints free?')).toEqual([
      {
        number: 1,
        title: 'NAT',
        path: 'Cost › NAT › Price',
        url: null,
        quote: 'Endpoints for S3 are free.',
        score: 0.123,
      },
      expect.objectContaining({ number: 2 }),
    ]);
    expect(sourcesOf([text], 'What does an hour cost?')[0]?.quote).toBe('It costs 0.048 USD an hour.');
  });

  test('quote at most 240 characters, cut at a word and never inside a character', () => {
    for (const text of ['word '.repeat(200), '😀'.repeat(500), 'x'.repeat(500)]) {
      const quote = sourcesOf([text], 'word')[0]?.quote ?? '';
      expect(quote.length).toBeLessThanOrEqual(240);
      expect(quote.endsWith('…')).toBe(true);
      expect(quote.isWellFormed()).toBe(true);
    }
  });
});

describe('cited sources', () => {
  const sources = sourcesOf(['One.', 'Two.', 'Three.'], 'q');
  test.each([
    ['First [2]. Then [1]. Again [2].', [2, 1]],
    ['Both [1][3].', [1, 3]],
    ['Both [1, 3] and [2;1].', [1, 3, 2]],
    ['None, and [7] is none, nor [0].', []],
    ['In code: `a[1]` and\n```\nb[2]\n```\nbut [3].', [3]],
    ['An open fence\n```\nb[2] [1]', []],
    ['[x] [1a] [ 1 ] []', []],
  ])('%j', (answer, numbers) => {
    expect(citedSources(answer, sources).map((source) => source.number)).toEqual(numbers);
  });

  test('100 KB of brackets are read at once', () => {
    const before = process.cpuUsage();
    for (const text of ['[1', '[1,', '`', '```', '[[[[', '[1, 2, 3, ']) {
      citedSources(text.repeat(100_000 / text.length), sources);
    }
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(600);
  });
});
