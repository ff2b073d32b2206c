/** What a line of Markdown heads, without the marks at its end; null for a line that is no heading. */
export function headingOf(line: string): { level: number; text: string } | null {
  const mark = /^(#{1,6})\s/.exec(line)?.[1];
  if (mark === undefined) return null;
  let end = line.length;
  // No regular expression: of a long line of marks it would try every end.
  while (end > mark.length && /[\s#]/.test(line.charAt(end - 1))) end--;
  return { level: mark.length, text: line.slice(mark.length, end).trim() };
}
