/**
 * Text that is still being written, made presentable: an emphasis or code mark that is open is closed, and a
 * mark, citation or link that has only begun is left out until it is whole. Only what is drawn changes; the
 * text held stays as it came.
 */
export function settlePartial(text: string): string {
  if (openFence(text)) return text;
  const paragraph = text.slice(text.lastIndexOf('\n') + 1);
  const head = text.slice(0, text.length - paragraph.length);
  let tail = paragraph
    // A link or citation without its end.
    .replace(/!?\[[^\]\n]{0,300}$/, '')
    .replace(/!?\[[^\]\n]{0,300}\]\([^)\s]{0,1000}$/, '')
    // List marks, heading marks and rules that have only begun.
    .replace(/^\s{0,6}(?:[-*+]|\d{1,3}[.)]?|#{1,6}|-{2,}|`{1,2})\s?$/, '')
    .replace(/(?:\*{1,3}|_{1,2}|`)$/, (mark) => (isClosing(paragraph, mark) ? mark : ''));
  if (count(tail, '`') % 2 === 1) tail += '`';
  else if (countStrong(tail) % 2 === 1) tail = `${tail.trimEnd()}**`;
  return head + tail;
}

function openFence(text: string): boolean {
  let open = false;
  for (const line of text.split('\n')) if (/^\s{0,3}(?:```|~~~)/.test(line)) open = !open;
  return open;
}

/** Whether a mark at the end closes one before it rather than opening another. */
function isClosing(line: string, mark: string): boolean {
  return line.slice(0, -mark.length).split(mark).length % 2 === 0;
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}

function countStrong(text: string): number {
  return count(text.replace(/`[^`]*`/g, ''), '**');
}
