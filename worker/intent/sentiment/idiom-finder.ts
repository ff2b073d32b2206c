import { denials, fillers, negatingFillers, reachOf } from './grammar.js';
import type { IdiomBook } from './idiom-book.js';
import { englishIdioms } from './idioms-en.js';
import { frenchIdioms } from './idioms-fr.js';
import { split } from './lexicon.js';

/* Finds idioms among the words of a clause. */

interface Idiom {
  steps: readonly Step[];
  /** What it weighs, or what it makes of what follows. */
  weight: number | 'negates' | 'persists' | 'hampers' | 'bothers';
  /** It has a negation of its own, and none before it turns it. */
  negates: boolean;
  begins: boolean;
}
interface Step {
  words: readonly string[];
  isOptional: boolean;
}
export interface FoundIdiom extends Idiom {
  /** In words of the clause. */
  size: number;
  /** A "pas" stands among its words. */
  isNegated: boolean;
}

const END = '$';
/** Of adverbs, between two words of an idiom. */
const MOST_FILLERS = 2;

function idiomOf(phrase: string, weight: Idiom['weight']): Idiom {
  const begins = phrase.startsWith('^');
  const steps = split(begins ? phrase.slice(1) : phrase).map((step) => ({
    words: step.replace('?', '').split('|'),
    isOptional: step.endsWith('?'),
  }));
  const isDenial = (word: string) =>
    denials.has(word) || (weight === 'negates' && (reachOf.has(word) || word === 'plus'));
  const negates = steps.some((step) => step.words.some(isDenial));
  return { steps, weight, negates, begins };
}

function idiomsOf({ telling, negating, persisting, hampering, bothering, mere }: IdiomBook): Idiom[] {
  const read = (phrases: string, weight: Idiom['weight']) =>
    phrases.split(',').map((phrase) => idiomOf(phrase.trim(), weight));
  return [
    ...read(mere, 0),
    ...read(negating, 'negates'),
    ...read(hampering, 'hampers'),
    ...read(bothering, 'bothers'),
    ...read(persisting, 'persists'),
    ...telling.flatMap(({ weight, phrases }) => read(phrases, weight)),
  ];
}

/** By their first word, the longest first. */
const idiomsBy = new Map<string, Idiom[]>();
for (const idiom of [...idiomsOf(englishIdioms), ...idiomsOf(frenchIdioms)])
  for (const first of idiom.steps[0]?.words ?? [])
    idiomsBy.set(first, [...(idiomsBy.get(first) ?? []), idiom]);
const rank = ({ steps, begins }: Idiom) => steps.length + Number(begins);
for (const some of idiomsBy.values()) some.sort((a, b) => rank(b) - rank(a));

/** The longest that begins there. */
export function idiomAt(folded: readonly string[], index: number): FoundIdiom | undefined {
  for (const idiom of idiomsBy.get(folded[index] ?? '') ?? []) {
    const found = matchAt(idiom, folded, index);
    if (found) return { ...idiom, ...found };
  }
  return undefined;
}

/** No word is looked at twice but for a few adverbs, and so this is linear in the idiom. */
function matchAt(
  { steps, weight, begins }: Idiom,
  folded: readonly string[],
  index: number,
): Pick<FoundIdiom, 'size' | 'isNegated'> | undefined {
  if (begins && index > 0) return undefined;
  const mayFill = typeof weight === 'number' && weight !== 0;
  let isNegated = false;
  let at = index;
  for (const { words, isOptional } of steps) {
    if (words.includes(END)) {
      if (at < folded.length) return undefined;
      continue;
    }
    let ahead = at;
    if (mayFill && at > index)
      while (
        ahead < at + MOST_FILLERS &&
        !words.includes(folded[ahead] ?? '') &&
        fillers.has(folded[ahead] ?? '')
      )
        ahead += 1;
    if (words.includes(folded[ahead] ?? '')) {
      isNegated ||= folded.slice(at, ahead).some((word) => negatingFillers.has(word));
      at = ahead + 1;
    } else if (!isOptional) return undefined;
  }
  return { size: at - index, isNegated };
}
