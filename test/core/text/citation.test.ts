import { describe, expect, test } from '@jest/globals';
import { splitCitations } from '../../../client/react/markdown/split-citations.js';
import {
  beginsCitation,
  findCitations,
  MAX_SOURCE_NUMBER,
  NO_SOURCE,
  readCitation,
  withoutCitations,
} from '../../../core/text/citation.js';
import { searchLimits } from '../../../worker/tools/search-knowledge.js';
import { toolLoopLimits } from '../../../worker/turn/converse.js';
import { MAX_SOURCES } from '../../../worker/turn/run-turn.js';

const citations: [string, number[]][] = [
  ['[1]', [1]],
  ['[12]', [12]],
  ['[1, 9]', [1, 9]],
  ['[1,9]', [1, 9]],
  ['[8;9]', [8, 9]],
  ['[2 ; 3]', [2, 3]],
  ['[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
];

describe('an answer cites', () => {
  test.each(citations)('by %s, read in one piece and character by character', (mark, numbers) => {
    expect(findCitations(`It is ${mark}.`)).toEqual([{ start: 6, end: 6 + mark.length, numbers }]);
    expect(readCitation(mark)).toEqual(numbers);
    for (let length = 1; length < mark.length; length++)
      expect(beginsCitation(mark.slice(0, length))).toBe(true);
    expect(withoutCitations(`It is ${mark}.`)).toBe('It is .');
  });

  test.each([
    '[0]',
    '[0, 1]',
    '[22, 80, 443]',
    '[51]',
    '[2024]',
    '[x]',
    '[]',
    '[ ]',
    '[1, ]',
    '[1](https://a.b)',
  ])('not by %s', (text) => {
    expect(findCitations(text)).toEqual([]);
    expect(withoutCitations(text)).toBe(text);
    expect(splitCitations(text)).toEqual([text]);
  });

  test('and says that nothing does by [0], which begins like one and is none', () => {
    expect(beginsCitation('[0')).toBe(true);
    expect(readCitation(NO_SOURCE)).toBeNull();
  });

  test('in every form alike where it is drawn: the blanks before a number go with it', () => {
    expect(splitCitations('Free. [1; 2] So\u00a0is [3].')).toEqual(['Free.', 1, 2, ' So\u00a0is', 3, '.']);
  });

  test('any source that a prompt and its tools can have', () => {
    expect(MAX_SOURCES + toolLoopLimits.calls * searchLimits.sources).toBeLessThanOrEqual(MAX_SOURCE_NUMBER);
  });
});
