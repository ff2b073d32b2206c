/**
 * Cuts text into pieces of about `size` characters, as a model's tokens come: a word with the space before it, long
 * words in parts. Nothing is trimmed: the pieces joined are the text. A surrogate pair, a combining mark or a joined
 * emoji is never cut, so that each piece is well-formed by itself.
 */
export function splitTokens(text: string, size = 4): string[] {
  const tokens: string[] = [];
  let start = 0;
  while (start < text.length) {
    const end = tokenEnd(text, start, size);
    tokens.push(text.slice(start, end));
    start = end;
  }
  return tokens;
}

/** Larger pieces are asked for to make large answers cheap: they run over words. */
const MAX_WORD_PIECE = 16;

function tokenEnd(text: string, start: number, size: number): number {
  let at = start;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  const wordStart = at;
  // A run of spaces longer than a token stands alone; else it travels with the word that follows it.
  if (wordStart - start > size) return start + size;
  const limit = Math.min(text.length, wordStart + size);
  if (size > MAX_WORD_PIECE) return wholeCharacter(text, limit);
  while (at < limit && !isSpace(text.charCodeAt(at))) at++;
  return wholeCharacter(text, at);
}

/** Moves a cut forward until it no longer falls inside one visible character. */
function wholeCharacter(text: string, cut: number): number {
  let at = cut;
  while (at < text.length && continuesCharacter(text, at)) at++;
  return at;
}

function continuesCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  const lowSurrogate = code >= 0xdc00 && code <= 0xdfff;
  const joiner = code === 0x200d || before === 0x200d;
  const mark = (code >= 0x0300 && code <= 0x036f) || (code >= 0xfe00 && code <= 0xfe0f);
  const skinTone = code === 0xd83c && isSkinTone(text.charCodeAt(at + 1));
  return lowSurrogate || joiner || mark || skinTone;
}

const isSkinTone = (code: number) => code >= 0xdffb && code <= 0xdfff;

const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
