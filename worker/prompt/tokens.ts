/**
 * A careful guess of how many tokens a text is: a third of its UTF-8 bytes, rounded up. Models need about a
 * quarter of the bytes for English, a third for French, and rarely more than one token for three bytes of other
 * scripts. The exact figure comes back with the answer's usage.
 */
export function approxTokens(text: string): number {
  return approxTokensOfBytes(Buffer.byteLength(text));
}

/** The same of a text that is not at hand. */
export function approxTokensOfBytes(bytes: number): number {
  return Math.ceil(bytes / 3);
}

/** As much of the beginning of a text as `tokens` hold, in whole characters. */
export function firstTokens(text: string, tokens: number): string {
  if (approxTokens(text) <= tokens) return text;
  const bytes = Buffer.from(text).subarray(0, tokens * 3);
  // A character that was cut has become U+FFFD.
  return bytes.toString().replace(/\uFFFD+$/, '');
}
