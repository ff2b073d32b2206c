import type { Word } from '../words.js';
import { split } from './lexicon.js';

/* Contractions taken apart, so that the rules know one form of each: "isn't" and "isnt" become "is not". */

/** What stands before "n't", and the verb that it is of. */
const verbs = new Map<string, string>([
  ...split('do does did is are was were would could should have has had need').map(
    (verb) => [`${verb}n`, verb] as const,
  ),
  ['won', 'will'],
  ['ain', 'is'],
  ['can', 'can'],
]);

/** Written as one word by those who leave the apostrophe out, or short. */
const SHORT = `cannot: can not, im: i m, ive: i have, youre: you are, theyre: they are, thats: that s, whats: what s,
  rly: really, u: you, ur: your, tho: though,
  jai: j ai, jsuis: j suis, chuis: j suis, jaime: j aime, jadore: j adore, javais: j avais, jen: j en,
  jarrive: j arrive, jy: j y, cest: c est, cetait: c etait, ct: c etait, nest: n est, netait: n etait, nai: n ai,
  sest: s est, ya: y a, yavait: y avait, quil: qu il, bcp: beaucoup, tjs: toujours, tjrs: toujours, tjr: toujours,
  pb: probleme, pbs: problemes, vrmt: vraiment, pa: pas`;

const apart = new Map<string, readonly string[]>([
  ...[...verbs].map(([stem, verb]) => [`${stem}t`, [verb, 'not']] as const),
  ...SHORT.split(',').map((pair) => {
    const [short = '', long = ''] = pair.split(':');
    return [short.trim(), split(long)] as const;
  }),
]);

/** The parts of a word stand where it stood. */
export function takenApart(words: readonly Word[]): Word[] {
  return words.flatMap((word, index) => {
    const before = words[index - 1];
    const next = words[index + 1];
    const verb = isApostrophe(word, next) ? verbs.get(word.folded) : undefined;
    if (verb) return { ...word, folded: verb };
    if (before && isApostrophe(before, word) && verbs.has(before.folded)) return { ...word, folded: 'not' };
    return (apart.get(word.folded) ?? [word.folded]).map((folded) => ({ ...word, folded }));
  });
}

/** The second is the "t" of "n't". */
function isApostrophe(word: Word, next: Word | undefined): boolean {
  return next?.folded === 't' && next.start === word.end + 1;
}
