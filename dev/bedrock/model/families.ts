import { glossary } from '../../../worker/knowledge/glossary.js';
import { conceptOf } from './concepts.js';
import { fold } from './stem.js';

/**
 * Words of one line of the search's glossary are a family: "invoice" is no "price", but a sentence about prices may
 * answer a question about invoices. What the search takes for a match, the answer should be able to use.
 */
const familiesOfConcept = new Map<string, number[]>();
const phraseFamilies = new Map<string, number[]>();
let longestPhrase = 1;

for (const [family, line] of glossary.entries()) {
  for (const entry of line.split(',')) {
    const words = wordsOf(entry);
    longestPhrase = Math.max(longestPhrase, words.length);
    const only = words.length === 1 ? words[0] : undefined;
    if (only === undefined) add(phraseFamilies, phraseKey(words), family);
    else add(familiesOfConcept, conceptOf(only), family);
  }
}

function add(map: Map<string, number[]>, key: string, family: number): void {
  map.set(key, [...(map.get(key) ?? []), family]);
}

function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function phraseKey(words: string[]): string {
  return words.map(conceptOf).join(' ');
}

/** Families of the words of a text, and of the phrases in it. */
export function familiesOf(text: string): Set<number> {
  const found = new Set<number>();
  for (const { families } of findFamilies(text)) for (const family of families) found.add(family);
  return found;
}

/** Which words of a text belong to which families, by themselves or as part of a phrase. Words are folded. */
export function findFamilies(text: string): { words: string[]; families: number[] }[] {
  const words = wordsOf(text);
  const concepts = words.map(conceptOf);
  const found: { words: string[]; families: number[] }[] = [];
  for (let start = 0; start < words.length; start++) {
    const own = familiesOfConcept.get(concepts[start] ?? '');
    if (own) found.push({ words: words.slice(start, start + 1), families: own });
    for (let length = 2; length <= longestPhrase && start + length <= words.length; length++) {
      const families = phraseFamilies.get(concepts.slice(start, start + length).join(' '));
      if (families) found.push({ words: words.slice(start, start + length), families });
    }
  }
  return found;
}
