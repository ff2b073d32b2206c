import { MIN_PREFIX, type Pattern, type Step } from '../text/pattern.js';
import type { Finding } from './finding.js';

export interface WordRule extends Omit<Finding, 'start'> {
  pattern: Pattern;
  /** Words that show that it is meant otherwise. */
  unless: Step | null;
}

/** Rules by their first word, made once for all texts, so that a word costs little however many rules there are. */
export interface WordIndex {
  beginningWith(form: string): readonly WordRule[];
  /** Whether a word of which this much is written may be the first of a rule. */
  mayBegin(forms: readonly string[]): boolean;
}

const nothing: Pick<Step, 'exact' | 'prefixes'> = { exact: new Set(), prefixes: [] };

export function indexRules(rules: readonly WordRule[]): WordIndex {
  const byWord = new Map<string, WordRule[]>();
  /** By the first letters of the prefix, which every word has that begins with it. */
  const byPrefix = new Map<string, { prefix: string; rule: WordRule }[]>();
  const written = new Set<string>();
  const shortPrefixes = new Set<string>();
  for (const rule of rules) {
    const { exact, prefixes } = rule.pattern.steps[0] ?? nothing;
    for (const word of exact) put(byWord, word, rule);
    for (const prefix of prefixes) {
      put(byPrefix, prefix.slice(0, MIN_PREFIX), { prefix, rule });
      shortPrefixes.add(withoutRepeats(prefix));
    }
    for (const word of [...exact, ...prefixes]) {
      for (const part of partsOf(withoutRepeats(word))) written.add(part);
    }
  }
  return {
    beginningWith: (form) => {
      const exact = byWord.get(form) ?? [];
      const maybe = byPrefix.get(form.slice(0, MIN_PREFIX));
      if (!maybe) return exact;
      return [...exact, ...maybe.filter(({ prefix }) => form.startsWith(prefix)).map(({ rule }) => rule)];
    },
    mayBegin: (forms) =>
      forms.map(withoutRepeats).some((form) => written.has(form) || hasPrefix(form, shortPrefixes)),
  };
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function partsOf(word: string): string[] {
  return Array.from({ length: word.length }, (_, index) => word.slice(0, index + 1));
}

function hasPrefix(word: string, prefixes: ReadonlySet<string>): boolean {
  for (let length = 1; length <= word.length; length++) {
    if (prefixes.has(word.slice(0, length))) return true;
  }
  return false;
}

/** "kiiill" begins like "kill" while it is written, whatever becomes of it. */
function withoutRepeats(word: string): string {
  if (!/(.)\1/u.test(word)) return word;
  let short = '';
  for (const letter of word) if (!short.endsWith(letter)) short += letter;
  return short;
}
