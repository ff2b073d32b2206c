const MAX_LENGTH = 60;

/** A session's name until someone gives it a better one: the first question, cut at a word. */
export function titleFrom(question: string): string {
  const line = question.trim().replace(/\s+/g, ' ');
  if (line.length <= MAX_LENGTH) return line;
  const cut = line.slice(0, MAX_LENGTH);
  const atWord = cut.lastIndexOf(' ') > 20 ? cut.slice(0, cut.lastIndexOf(' ')) : cut;
  return `${atWord.toWellFormed().replace(/[\s,;:.]+$/, '')}…`;
}
