/**
 * Text that is no Markdown, to stand in Markdown: a line that would begin a heading or a block of code is given a
 * backslash, so that it stays the line it was.
 */
export function plainLines(text: string): string {
  return text.replace(/^([^\S\n]*)(#|```|~~~)/gm, '$1\\$2');
}
