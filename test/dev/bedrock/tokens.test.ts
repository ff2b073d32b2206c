import { expect, test } from '@jest/globals';
import { splitTokens } from '../../../dev/bedrock/tokens.js';

const samples = [
  '',
  ' ',
  'word',
  'a b c',
  '\n\n1. First\n2. Second\n\n',
  '      deep indentation',
  'anticonstitutionnellement',
  'prix : 0,048 $ — été',
  '👩‍👩‍👧👍🏽é́'.repeat(7),
  `${' '.repeat(40)}end${' '.repeat(9)}`,
];

test.each([1, 2, 4, 7, 16, 17, 100])('tokens of about %i characters joined are the text', (size) => {
  for (const sample of samples) {
    const tokens = splitTokens(sample, size);
    expect(tokens.join('')).toBe(sample);
    for (const token of tokens) {
      expect(token).not.toBe('');
      expect(token.isWellFormed()).toBe(true);
    }
  }
});

test('a word brings the space before it, and a long word comes in parts', () => {
  expect(splitTokens('The gateway, then')).toEqual(['The', ' gate', 'way,', ' then']);
});

test('an emoji of several code points is never cut', () => {
  expect(splitTokens('ab👩‍👩‍👧cd', 3)).toEqual(['ab👩‍👩‍👧', 'cd']);
});
