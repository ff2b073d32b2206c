/** A piece of text, or the number of a source. */
export type TextPart = string | number;

const marks = /[ \t\u00a0]*\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]/g;

/** Splits `…endpoint.[1] Then [2, 3]` at its citation marks; the space before a mark goes with it. */
export function splitCitations(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(marks)) {
    if (match.index > at) parts.push(text.slice(at, match.index));
    for (const number of (match[1] ?? '').split(',')) parts.push(Number(number));
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}
