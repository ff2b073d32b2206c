import { foldWord, type Word } from './words.js';

/**
 * The pattern language of the intent file. A pattern is a row of words that must follow each other:
 * `cost` is that word, `migrat*` any word that begins so, `cut|reduce` either, `@cost` the named list of the
 * file's vocabulary, and `...` up to six words of anything. Case and accents do not count, and words are whole
 * words in any script.
 *
 * Matching is linear in the text by construction: from each word a pattern looks at a bounded number of words
 * further on, and it keeps a set of places instead of going back.
 */
export interface Pattern {
  source: string;
  steps: Step[];
  /** How many words it asks for; the measure of how specific it is. */
  size: number;
}

interface Step {
  exact: ReadonlySet<string>;
  prefixes: readonly string[];
  /** How many words may stand before this one. */
  gap: number;
}

const GAP_WORDS = 6;
export const MAX_STEPS = 8;
const MIN_PREFIX = 3;

/** Throws a sentence that names the pattern when it cannot be read. */
export function parsePattern(
  source: string,
  vocabulary: Readonly<Record<string, readonly string[]>>,
): Pattern {
  const steps: Step[] = [];
  let gap = 0;
  for (const part of source.trim().split(/\s+/)) {
    if (part === '...') {
      if (steps.length === 0 || gap > 0)
        throw new Error(`pattern "${source}": "..." must stand between words`);
      gap = GAP_WORDS;
      continue;
    }
    steps.push({ ...readAlternatives(part, source, vocabulary), gap });
    gap = 0;
  }
  if (gap > 0) throw new Error(`pattern "${source}": "..." must stand between words`);
  if (steps.length > MAX_STEPS) throw new Error(`pattern "${source}" has more than ${MAX_STEPS} words`);
  return { source, steps, size: steps.length };
}

function readAlternatives(
  part: string,
  source: string,
  vocabulary: Readonly<Record<string, readonly string[]>>,
): { exact: Set<string>; prefixes: string[] } {
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

/** Does the pattern match with its first word at `start`? No word is looked at twice for one step. */
function matchesAt(pattern: Pattern, words: readonly Word[], start: number): boolean {
  let places = [start];
  for (const step of pattern.steps) {
    const next: number[] = [];
    let at = start;
    for (const place of places) {
      const end = Math.min(place + step.gap, words.length - 1);
      for (at = Math.max(at, place); at <= end; at++) {
        if (matchesStep(step, words[at]?.folded ?? '')) next.push(at + 1);
      }
    }
    if (next.length === 0) return false;
    places = next;
  }
  return true;
}

function matchesStep(step: Step, word: string): boolean {
  if (step.exact.has(word)) return true;
  for (const prefix of step.prefixes) if (word.startsWith(prefix)) return true;
  return false;
}

/**
 * Finds which of many patterns a text matches. Patterns are looked up by their first word, so that a long
 * message costs little however many patterns there are.
 */
export function createMatcher(patterns: readonly Pattern[]): (words: readonly Word[]) => Set<Pattern> {
  const byWord = new Map<string, Pattern[]>();
  const byPrefix = new Map<string, Pattern[]>();
  const put = (map: Map<string, Pattern[]>, key: string, pattern: Pattern) => {
    const list = map.get(key);
    if (!list) map.set(key, [pattern]);
    else if (!list.includes(pattern)) list.push(pattern);
  };
  for (const pattern of patterns) {
    const first = pattern.steps[0];
    if (!first) continue;
    for (const word of first.exact) put(byWord, word, pattern);
    for (const prefix of first.prefixes) put(byPrefix, prefix.slice(0, MIN_PREFIX), pattern);
  }

  const none: readonly Pattern[] = [];
  return (words) => {
    const found = new Set<Pattern>();
    words.forEach((word, start) => {
      for (const pattern of byWord.get(word.folded) ?? none) {
        if (!found.has(pattern) && matchesAt(pattern, words, start)) found.add(pattern);
      }
      for (const pattern of byPrefix.get(word.folded.slice(0, MIN_PREFIX)) ?? none) {
        if (!found.has(pattern) && matchesAt(pattern, words, start)) found.add(pattern);
      }
    });
    return found;
  };
}
