import { foldWord } from '../../core/text/fold-word.js';

/** A word of a text, where it stands in it (UTF-16 units, `end` exclusive), and its folded form. */
export interface Word {
  folded: string;
  start: number;
  end: number;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** The words of a text in any script; what is neither letter nor digit parts them. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(WORD)) {
    words.push({ folded: foldWord(match[0]), start: match.index, end: match.index + match[0].length });
  }
  return words;
}
