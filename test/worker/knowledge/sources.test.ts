import { describe, expect, test } from '@jest/globals';
import type { RetrievedChunk } from '../../../worker/knowledge/retriever.js';
import { addSources, citedSources, numberChunks } from '../../../worker/knowledge/sources.js';

const chunk = (text: string): RetrievedChunk => ({
  documentId: 'd',
  ordinal: 0,
  title: 'NAT',
  path: 'Cost › NAT › Price',
  url: null,
  text,
  score: 0.123456,
  language: 'en',
});
const chunksOf = (...texts: string[]) => numberChunks(texts.map((text) => chunk(text)));
const quoteOf = (answer: string, text: string, question: string) =>
  citedSources(answer, chunksOf(text), question)[0]?.quote;

describe('sources', () => {
  const text = 'A NAT gateway is managed. It costs 0.048 USD an hour.\n\n- Endpoints for S3 are free.';

  test('are told with the number that the prompt gave them', () => {
    expect(citedSources('Free.[2]', chunksOf('x', text), 'Are S3 endpoints free?')).toEqual([
      {
        number: 2,
        title: 'NAT',
        path: 'Cost › NAT › Price',
        url: null,
        quote: 'Endpoints for S3 are free.',
        score: 0.123,
      },
    ]);
  });

  test('that are found later get the numbers that follow, and those found again keep theirs', () => {
    const sources = numberChunks([
      { ...chunk('a'), documentId: 'a' },
      { ...chunk('b'), documentId: 'b' },
    ]);
    const found = addSources(sources, [
      { ...chunk('b'), documentId: 'b' },
      { ...chunk('c'), documentId: 'b', ordinal: 1 },
      { ...chunk('d'), documentId: 'd' },
    ]);
    expect(found.map(({ number }) => number)).toEqual([2, 3, 4]);
    expect(sources.map(({ text, number }) => `${number}${text}`)).toEqual(['1a', '2b', '3c', '4d']);
  });

  test('quote the sentence that is nearest to one that cites them, whatever was asked', () => {
    const answer = 'Use endpoints. S3 endpoints are free.[1][2]\n- An hour costs 0.048 USD.[2]';
    const question = 'What is a managed NAT gateway?';
    const [first, second] = citedSources(
      answer,
      chunksOf(text, 'An hour costs 0.048 USD. Endpoints differ.'),
      question,
    );
    expect(first?.quote).toBe('Endpoints for S3 are free.');
    expect(second?.quote).toBe('An hour costs 0.048 USD.');
  });

  test('quote the sentence nearest to the question where the answer shares no word with them', () => {
    expect(quoteOf('Gratuit.[1]', text, 'What does an hour cost?')).toBe('It costs 0.048 USD an hour.');
  });

  test('quote at most 240 characters, cut at a word and never inside a character', () => {
    for (const text of ['word '.repeat(200), '😀'.repeat(500), 'x'.repeat(500)]) {
      const quote = quoteOf('So.[1]', text, 'word') ?? '';
      expect(quote.length).toBeLessThanOrEqual(240);
      expect(quote.endsWith('…')).toBe(true);
      expect(quote.isWellFormed()).toBe(true);
    }
  });
});

describe('cited sources', () => {
  const chunks = chunksOf('One.', 'Two.', 'Three.');
  test.each([
    ['First [2]. Then [1]. Again [2].', [2, 1]],
    ['Both [1][3].', [1, 3]],
    ['Both [1, 3] and [2;1].', [1, 3, 2]],
    ['None, and [7] is none, nor [0].', []],
    ['In code: `a[1]` and\n```\nb[2]\n```\nbut [3].', [3]],
    ['In tildes:\n~~~\nb[2]\n~~~\nbut [3], and ~~~ [1].', [3, 1]],
    ['An open fence\n```\nb[2] [1]', []],
    ['[x] [1a] [ 1 ] []', []],
  ])('%j', (answer, numbers) => {
    expect(citedSources(answer, chunks, 'q').map((source) => source.number)).toEqual(numbers);
  });

  test('100 KB of brackets are read at once', () => {
    const before = process.cpuUsage();
    for (const text of [
      '[1',
      '[1,',
      '`',
      '```',
      '[[[[',
      '[1, 2, 3, ',
      'a. [1]',
      'a [1][2]\n',
      '~~~',
      '\n~~~',
      ' ',
    ]) {
      citedSources(text.repeat(100_000 / text.length), chunks, 'q');
    }
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(600);
  });
});
