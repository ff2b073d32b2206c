import type { Word } from '../words.js';
import { beforeBut, concessions, contrasts, returns } from './grammar.js';
import { split } from './lexicon.js';
import { asksFact, requests, whys } from './requests.js';

/* A text in clauses, which a negation does not leave, with what is needed to know of each. */

export interface Clause {
  words: readonly Word[];
  /** For a fact ("how do I"), for a reason ("why is"), or whether something is so; null: it does not ask. */
  asks: 'fact' | 'reason' | 'whether' | null;
  /** It wants something made or shown. */
  requests: boolean;
  /** It begins with "but". */
  contrasts: boolean;
  /** It begins with "although". */
  concedes: boolean;
  /** It only says that the one before is not so: "not really", "but it isn't". */
  denies: boolean;
}

/** Parts clauses. */
const STOP = /[.!?;:,\n()…–—]|\s-\s/;
/** By its first words it is known what a clause wants. */
const FIRST_WORDS = 10;

export function clausesOf(text: string, words: readonly Word[]): Clause[] {
  const clauses: Clause[] = [];
  let begun = 0;
  const close = (end: number, gap: string) => {
    if (end > begun) clauses.push(clauseOf(words.slice(begun, end), gap.includes('?')));
    begun = end;
  };
  words.forEach((word, index) => {
    const gap = text.slice(words[index - 1]?.end ?? 0, word.start);
    const turns = contrasts.has(word.folded) && !beforeBut.has(words[index - 1]?.folded ?? '');
    if (index > 0 && (STOP.test(gap) || turns)) close(index, gap);
  });
  const end = words.at(-1)?.end ?? 0;
  close(words.length, text.slice(end, end + 10));
  return clauses;
}

function clauseOf(words: readonly Word[], hasMark: boolean): Clause {
  const said = words.slice(0, FIRST_WORDS).map(({ folded }) => folded);
  const [first = '', ...others] = said;
  return {
    words,
    asks: askedBy(said, hasMark),
    requests: requests(said),
    contrasts: contrasts.has(first),
    concedes: concessions.has(first),
    denies: words.length < FIRST_WORDS && denials.has((contrasts.has(first) ? others : said).join(' ')),
  };
}

function askedBy(said: readonly string[], hasMark: boolean): Clause['asks'] {
  if (asksFact(said, hasMark)) return 'fact';
  // "Another outage?" is a question for a reason as well.
  if (whys.has(said[0] ?? '') || (hasMark && said.some((word) => returns.has(word)))) return 'reason';
  return hasMark ? 'whether' : null;
}

/** They are all of a clause that denies the one before. */
const denials = new Set([
  ...split('not no nope non hardly guere'),
  ...split('really exactly much quite').map((word) => `not ${word}`),
  ...split('vraiment exactement tellement').map((word) => `pas ${word}`),
  ...split('it that they he she').flatMap((subject) =>
    split('is was does did do are were').map((verb) => `${subject} ${verb} not`),
  ),
  'not at all',
  'pas du tout',
  'far from it',
  'loin de la',
  'c est pas le cas',
  'ce n est pas le cas',
  'that s not the case',
]);
