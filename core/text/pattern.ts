import { foldWord } from './fold-word.js';

/**
 * The pattern language of the data files: what people want, and what is not to be said. A pattern is a row of words
 * that must follow each other: `cost` is that word, `migrat*` any word that begins so, `cut|reduce` either, `@cost` the
 * named list of the file's vocabulary, `...` up to six words of anything, `..` up to two, and `#` a word of letters and
 * digits, such as a password; it cannot be the first, by which patterns are looked up. Case and accents do not count,
 * and words are whole words in any script.
 *
 * Matching is linear in the text by construction: from each word a pattern looks at a bounded number of words
 * further on, and whoever matches keeps a set of places instead of going back.
 */
export interface Pattern {
  source: string;
  steps: Step[];
  /** How many words it asks for; the measure of how specific it is. */
  size: number;
}

export interface Step {
  exact: ReadonlySet<string>;
  prefixes: readonly string[];
  /** A word of letters and digits, of six characters at least. */
  mixed: boolean;
  /** How many words may stand before this one. */
  gap: number;
}

const gapWords: Readonly<Record<string, number>> = { '..': 2, '...': 6 };
export const MAX_STEPS = 8;
export const MIN_PREFIX = 3;

const none: Alternatives = { exact: new Set(), prefixes: [] };
/** Linear: each look ahead goes over the word once. */
const MIXED = /^(?=\D*\d)(?=[^a-z]*[a-z]).{6}/;

/** Throws a sentence that names the pattern when it cannot be read. */
export function parsePattern(source: string, vocabulary: Vocabulary): Pattern {
  const steps: Step[] = [];
  let gap = 0;
  for (const part of source.trim().split(/\s+/)) {
    const most = gapWords[part];
    if (most !== undefined) {
      if (steps.length === 0 || gap > 0)
        throw new Error(`pattern "${source}": "${part}" must stand between words`);
      gap = most;
      continue;
    }
    if (part === '#' && steps.length === 0)
      throw new Error(`pattern "${source}": "#" must stand behind a word`);
    const words = part === '#' ? none : readAlternatives(part, source, vocabulary);
    steps.push({ ...words, mixed: part === '#', gap });
    gap = 0;
  }
  if (gap > 0) throw new Error(`pattern "${source}": "..." must stand between words`);
  if (steps.length > MAX_STEPS) throw new Error(`pattern "${source}" has more than ${MAX_STEPS} words`);
  return { source, steps, size: steps.length };
}

type Vocabulary = Readonly<Record<string, readonly string[]>>;
type Alternatives = Pick<Step, 'exact' | 'prefixes'>;

/** Many patterns of one file name the same lists. */
const known = new WeakMap<Vocabulary, Map<string, Alternatives>>();

function readAlternatives(part: string, source: string, vocabulary: Vocabulary): Alternatives {
  const read = known.get(vocabulary) ?? new Map<string, Alternatives>();
  known.set(vocabulary, read);
  const alternatives = read.get(part) ?? readWords(part, source, vocabulary);
  read.set(part, alternatives);
  return alternatives;
}

function readWords(part: string, source: string, vocabulary: Vocabulary): Alternatives {
  const exact = new Set<string>();
  const prefixes: string[] = [];
  const add = (word: string) => {
    const isPrefix = word.endsWith('*');
    const folded = foldWord(isPrefix ? word.slice(0, -1) : word);
    if (!/^[\p{L}\p{N}]+$/u.test(folded)) throw new Error(`pattern "${source}": "${word}" is not one word`);
    if (!isPrefix) exact.add(folded);
    else if (folded.length >= MIN_PREFIX) prefixes.push(folded);
    else throw new Error(`pattern "${source}": "${word}" needs ${MIN_PREFIX} letters before the *`);
  };
  for (const word of part.split('|')) {
    if (!word.startsWith('@')) {
      add(word);
      continue;
    }
    const list = Object.hasOwn(vocabulary, word.slice(1)) ? vocabulary[word.slice(1)] : undefined;
    if (!list) throw new Error(`pattern "${source}": ${word} is not in the vocabulary`);
    list.forEach(add);
  }
  return { exact, prefixes };
}

export function matchesStep(step: Step, word: string): boolean {
  if (step.exact.has(word)) return true;
  for (const prefix of step.prefixes) if (word.startsWith(prefix)) return true;
  return step.mixed && MIXED.test(word);
}
