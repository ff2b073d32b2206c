import { expect, test } from '@jest/globals';
import { type SearchTerm, searchTerms } from '../../../worker/knowledge/search-terms.js';

/** Of each name in a question, how it is said and whose name it is. */
const namesIn = (question: string) =>
  searchTerms(question)
    .filter(({ said, name }) => said && name !== null)
    .map(({ text, name }) => [text, name]);
const alike = (question: string, text: string): SearchTerm[] => {
  const terms = searchTerms(question);
  const concept = terms.find((term) => term.text === text)?.concept;
  return terms.filter((term) => term.concept === concept);
};

test('names are those of services, products and Regions, and what is written like one', () => {
  expect(namesIn('Does Brennick pay for GuardDuty in Frankfurt, or for splunk?')).toEqual([
    ['Brennick', 'written'],
    ['GuardDuty', 'known'],
    ['Frankfurt', 'known'],
    ['splunk', 'known'],
  ]);
  expect(namesIn('how do we rotate keys')).toEqual([]);
});

test.each(['a bucket in eu-west-1 (Ireland)', 'a bucket in Ireland (eu-west-1)'])(
  'a Region that is named twice is one thing, and each of its names is there once: %s',
  (question) => {
    const places = searchTerms(question).filter(({ name }) => name === 'known');
    expect(new Set(places.map(({ concept }) => concept)).size).toBe(1);
    const texts = places.map(({ text }) => text.toLowerCase());
    expect(new Set(texts).size).toBe(texts.length);
  },
);

test.each([
  ['a bucket in Ireland', 'Ireland'],
  ['un bucket en Irlande', 'Irlande'],
  ['a bucket in eu-west-1', 'eu-west-1'],
])('a Region is one thing by its code and its places: %s', (question, said) => {
  const texts = alike(question, said).map(({ text }) => text.toLowerCase());
  expect(texts).toEqual(expect.arrayContaining(['eu-west-1', 'ireland', 'irlande']));
  expect(alike(question, said).every(({ name, known }) => name === 'known' && !known)).toBe(true);
});
