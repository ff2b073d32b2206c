import { MIN_PREFIX, matchesStep, type Pattern } from '../../core/text/pattern.js';
import type { Word } from './words.js';

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
