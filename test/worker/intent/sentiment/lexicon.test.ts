import { describe, expect, test } from '@jest/globals';
import { foldWord } from '../../../../core/text/fold-word.js';
import { englishIdioms } from '../../../../worker/intent/sentiment/idioms-en.js';
import { frenchIdioms } from '../../../../worker/intent/sentiment/idioms-fr.js';
import {
  createLexicon,
  finderOf,
  split,
  type Vocabulary,
} from '../../../../worker/intent/sentiment/lexicon.js';
import { english } from '../../../../worker/intent/sentiment/words-en.js';
import { french } from '../../../../worker/intent/sentiment/words-fr.js';

const listed = ({ feelings, trouble, bothers, deeds }: Vocabulary) =>
  [...feelings.map(({ words }) => words), trouble, bothers, deeds].flatMap(split);

describe.each([
  ['English', english, englishIdioms],
  ['French', french, frenchIdioms],
])('what is listed in %s', (_, vocabulary, { telling, ...turning }) => {
  test('is folded, and listed once', () => {
    const words = listed(vocabulary);
    expect(words.filter((word) => !/^[a-z]+\*?$/.test(word) || foldWord(word) !== word)).toEqual([]);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });

  test('idioms are folded, begin with words, and are listed once', () => {
    const phrases = [...telling.map((group) => group.phrases), ...Object.values(turning)].flatMap((some) =>
      some.split(',').map((phrase) => phrase.trim()),
    );
    const written = /^(?:\^ )?[a-z0-9|]+(?:\s+(?:[a-z0-9|]+\??|\$))*$/;
    expect(phrases.filter((phrase) => !written.test(phrase))).toEqual([]);
    expect(phrases.filter((phrase, index) => phrases.indexOf(phrase) !== index)).toEqual([]);
  });
});

describe('the lexicon', () => {
  const find = createLexicon(finderOf(english), finderOf(french));
  test.each([
    ['helpful', 'helpfully'],
    ['happy', 'happiest'],
    ['nice', 'nicer'],
    ['clair', 'claires'],
    ['good', 'goooood'],
  ])('finds %s in %s', (word, form) => {
    expect(find(form)).toEqual(find(word));
  });

  test('turns words by their prefix, and not what only looks like it', () => {
    expect(find('unexciting')?.weight).toBeLessThan(0);
    expect(find('internet')).toBeUndefined();
  });
});
