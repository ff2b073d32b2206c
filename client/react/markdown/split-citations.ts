import { findCitations } from '../../../core/text/citation.js';

/** A piece of text, or the number of a source. */
export type TextPart = string | number;

/** Splits `…endpoint.[1] Then [2, 3]` at its citations; the blanks before one go with it. */
export function splitCitations(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { start, end, numbers } of findCitations(text)) {
    let until = start;
    while (until > at && ' \t\u00a0'.includes(text.charAt(until - 1))) until--;
    if (until > at) parts.push(text.slice(at, until));
    parts.push(...numbers);
    at = end;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}
