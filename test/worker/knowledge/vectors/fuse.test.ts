import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FoundChunk } from '../../../../worker/knowledge/search.js';
import { fuse } from '../../../../worker/knowledge/vectors/fuse.js';

const chunk = (documentId: string, score = 0.5, ordinal = 0): FoundChunk => ({
  documentId,
  ordinal,
  title: documentId,
  path: '',
  url: null,
  text: documentId,
  language: 'en',
  score,
});
const names = (chunks: readonly FoundChunk[]) =>
  chunks.map(({ documentId, ordinal }) => `${documentId}${ordinal}`);

test('what both rankings have goes before what only one has, and of equals what words found', () => {
  const fused = fuse([chunk('a'), chunk('b'), chunk('c')], [chunk('d'), chunk('c'), chunk('b')]);
  expect(names(fused)).toEqual(['b0', 'c0', 'a0', 'd0']);
});

test('by 1 / (60 + place): two places in the middle are worth more than one at the top', () => {
  const word = Array.from({ length: 30 }, (_, at) => chunk(`w${at}`));
  const near = Array.from({ length: 30 }, (_, at) => chunk(`v${at}`));
  word[29] = chunk('both');
  near[29] = chunk('both');
  expect(names(fuse(word, near))[0]).toBe('both0');
});

test('of a document at most two chunks, the nearest of both rankings, with the better score', () => {
  const fused = fuse([chunk('a', 0.3, 0), chunk('a', 0.3, 1)], [chunk('a', 0.7, 2), chunk('a', 0.6, 1)]);
  expect(names(fused)).toEqual(['a1', 'a0']);
  expect(fused.map(({ score }) => score)).toEqual([0.7, 0.7]);
});

const ranking = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 3 })), {
    selector: ([document, ordinal]) => `${document}.${ordinal}`,
    maxLength: 20,
  })
  .map((places) => places.map(([document, ordinal]) => chunk(`d${document}`, 0.5, ordinal)));

test('nothing is invented, doubled or lost, and one ranking alone keeps the order of its documents', () => {
  fc.assert(
    fc.property(ranking, ranking, (words, near) => {
      const fused = names(fuse(words, near));
      expect(new Set(fused).size).toBe(fused.length);
      const given = new Set([...names(words), ...names(near)]);
      for (const name of fused) expect(given.has(name)).toBe(true);
      const documents = (chunks: readonly FoundChunk[]) => [
        ...new Set(chunks.map(({ documentId }) => documentId)),
      ];
      expect(new Set(documents(fuse(words, near)))).toEqual(new Set(documents([...words, ...near])));
      expect(documents(fuse(words, []))).toEqual(documents(words));
      expect(documents(fuse([], near))).toEqual(documents(near));
    }),
  );
});
