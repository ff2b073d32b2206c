import { awsRegions } from '../intent/aws-regions.js';
import { findNames } from '../intent/entities.js';
import { type Word, wordsOf } from '../intent/words.js';
import { glossary } from './glossary.js';
import { otherProducts } from './other-products.js';
import { createNameReader } from './proper-names.js';
import { isStopWord } from './stop-words.js';

/** One way to say one of the things a question is about. */
export interface SearchTerm {
  /** Which of the question's things; the same for a word and those that mean the same. */
  concept: number;
  /** A word or a phrase, in anybody's spelling. */
  text: string;
  /** Whether the concept is one of this trade: the glossary has it, or it names an AWS service. */
  known: boolean;
  /** As the question says it; otherwise another word of the same meaning. */
  said: boolean;
  /** Whether the concept is a name: of a service, a product or a Region, or of what nobody knows, but written like one. */
  name: 'known' | 'written' | null;
  /** Folded, where it is one word that may be misspelt; else null. */
  spelt: string | null;
}

/** A question's subject is in its first words; what is pasted below it only adds noise and work. */
export const MAX_QUESTION_CHARACTERS = 1_000;
export const MAX_CONCEPTS = 24;
/** Of shorter words too many are alike. */
const MENDABLE = /^[a-z]{5,40}$/;

interface Saying {
  words: string[];
  group: readonly string[];
  /** Where an AWS Region is: a name, and no word of this trade. */
  isPlace: boolean;
}

const sayings = new Map<string, Saying[]>();
function addGroup(group: readonly string[], isPlace: boolean): void {
  for (const member of group) {
    const words = wordsOf(member).map((word) => word.folded);
    const first = words[0] ?? '';
    sayings.set(first, [...(sayings.get(first) ?? []), { words, group, isPlace }]);
  }
}
for (const line of glossary) addGroup(line.split(', '), false);
for (const [code, places] of Object.entries(awsRegions)) addGroup([code, ...places], true);

/** What to search for: the words of the question that say something, and for each those that mean the same. */
export function searchTerms(question: string): SearchTerm[] {
  const text = question.slice(0, MAX_QUESTION_CHARACTERS);
  const words = wordsOf(text);
  const isProperName = createNameReader(text, words);
  const services = findNames(text, words).filter((entity) => entity.type === 'aws_service');
  const terms = new Map<string, SearchTerm>();
  let concept = 0;
  for (let index = 0; index < words.length && concept < MAX_CONCEPTS; ) {
    const found = sayingsAt(words, index);
    const length = found[0]?.words.length ?? 1;
    const first = words[index];
    const last = words[index + length - 1];
    index += length;
    if (!first || !last || (found.length === 0 && isStopWord(first.folded))) continue;
    const said = text.slice(first.start, last.end);
    const key = said.toLowerCase();
    if (terms.has(key)) continue;
    const service = services.some(({ start, end }) => start < last.end && first.start < end);
    const isPlace = found.some((saying) => saying.isPlace);
    const known = service || (found.length > 0 && !isPlace);
    const isName = service || isPlace || otherProducts.has(first.folded);
    const isWritten = words.slice(index - length, index).some(isProperName);
    const name = isName ? 'known' : isWritten ? 'written' : null;
    const spelt = !known && !isName && MENDABLE.test(first.folded) ? first.folded : null;
    terms.set(key, { concept, text: said, known, said: true, name, spelt });
    for (const member of found.flatMap((saying) => saying.group)) {
      // In other capitals it is the same: "eu-west-1 (Ireland)" names one place.
      const same = member.toLowerCase();
      if (!terms.has(same)) terms.set(same, { concept, text: member, known, said: false, name, spelt: null });
    }
    concept++;
  }
  return [...terms.values()];
}

/** The longest sayings of the glossary that begin here; several lines may hold the same one. */
function sayingsAt(words: readonly Word[], index: number): Saying[] {
  const first = words[index]?.folded ?? '';
  const fitting = [...(sayings.get(first) ?? []), ...(sayings.get(singular(first)) ?? [])].filter((saying) =>
    saying.words.every((word, offset) => {
      const said = words[index + offset]?.folded ?? '';
      return said === word || singular(said) === word;
    }),
  );
  const longest = Math.max(...fitting.map((saying) => saying.words.length));
  return fitting.filter((saying) => saying.words.length === longest);
}

function singular(word: string): string {
  return word.length > 3 && /[sx]$/.test(word) ? word.slice(0, -1) : word;
}
