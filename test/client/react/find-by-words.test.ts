import { expect, test } from '@jest/globals';
import { findByWords } from '../../../client/react/find-by-words.js';

const titles = ['Estimate monthly cost', 'Combien coûte une passerelle NAT ?', 'Œuvre'];

test.each([
  ['', titles],
  ['  ', titles],
  ['cost monthly', [titles[0]]],
  ['COUTE', [titles[1]]],
  ['coûte nat', [titles[1]]],
  ['cost nat', []],
])('%j finds', (words, found) => {
  expect(findByWords(titles, words, (title) => title)).toEqual(found);
});
