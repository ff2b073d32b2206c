import { fold } from './stem.js';

/** Of as many words; two letters stand for too much. */
const LETTERS = { least: 3, most: 6 };
/** A heading is not longer. */
const MAX_WORDS = 30;

const smallWords = new Set(
  'a an and as at by d de des du en et for in l la le les of on or ou the to with'.split(' '),
);

/** "scp" of "SCP" and of "SCPs"; null for a word that is no acronym. */
export function acronymIn(word: string): string | null {
  const [, letters] = /^(\p{Lu}{3,6})s?$/u.exec(word) ?? [];
  return letters === undefined ? null : fold(letters);
}

/** What a title or a heading may be called in short: "scp" for "AWS Organizations and service control policies". */
export function initialsIn(text: string): Set<string> {
  const initials = new Set<string>();
  for (const part of fold(text).split(/[^\p{L}\p{N}\s'-]+/u)) {
    const words = (part.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MAX_WORDS);
    for (const told of [words, words.filter((word) => !smallWords.has(word))]) {
      const letters = told.map((word) => word[0]).join('');
      for (let from = 0; from < letters.length; from++)
        for (let length = LETTERS.least; length <= LETTERS.most && from + length <= letters.length; length++)
          initials.add(letters.slice(from, from + length));
    }
  }
  return initials;
}
