import { termsOf } from '../model/terms.js';

/** A word that two texts share counts as much as three of its parts, so that words that look alike are near as well. */
const PART_WEIGHT = 0.33;

/**
 * A vector of length 1 that is the same in each run: words, as the concepts of this trade in both languages, and trigrams of
 * letters, hashed into its dimensions. Texts that share words are near; of meaning it knows the few synonyms of
 * `model/concepts.ts`.
 */
export function embed(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  const add = (feature: string, weight: number) => {
    const hash = hashOf(feature);
    const at = hash % dimensions;
    // By the sign, so that features that fall together do not add up.
    vector[at] = (vector[at] ?? 0) + (hash & 0x80000000 ? -weight : weight);
  };
  for (const { concept, word } of termsOf(text)) {
    add(`word:${concept}`, 1);
    const padded = ` ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) add(`part:${padded.slice(at, at + 3)}`, PART_WEIGHT);
  }
  const length = Math.hypot(...vector);
  // A text without words is near to nothing.
  return length === 0 ? [1, ...vector.slice(1)] : vector.map((value) => value / length);
}

/** FNV-1a, 32 bits, with its bits mixed once more: the low ones choose the place. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 15)) >>> 0;
}
