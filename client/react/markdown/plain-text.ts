import type { Token } from 'marked';
import { withoutCitations } from '../../../core/text/citation.js';

/** The words of a leaf token. The lexer leaves entities as they were written; the usual ones are resolved. */
export function plainText(token: Token): string {
  const text = 'text' in token && typeof token.text === 'string' ? token.text : token.raw;
  return text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => entities[name] ?? whole);
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: '\u00a0',
};

/** An answer's words for where there is no room for more: read out, or on one line. */
export function withoutMarks(markdown: string): string {
  return withoutCitations(markdown)
    .replace(/^[ \t]*[-+*] +/gm, '')
    .replace(/[*_`#|>]/g, '');
}

/** A beginning of at most so many characters that ends with a whole word, where it has more than one. */
export function cutAtWord(text: string, length: number): string {
  if (text.length <= length) return text;
  // One more character tells whether the last word here is whole.
  const whole = text.slice(0, length + 1).replace(/\s+\S*$/, '');
  return `${whole.slice(0, length)}…`;
}
