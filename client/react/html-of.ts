/**
 * What is drawn of an answer, for a paste into a mail or a document: bold, lists and tables, without the buttons. It is
 * read from the page and given to nobody but the clipboard; no HTML is made of it here.
 *
 * @param below lines that follow it
 */
export function htmlOf(prose: HTMLElement, below: readonly string[]): string {
  const copy = prose.cloneNode(true) as HTMLElement;
  for (const cite of copy.querySelectorAll('.cite')) cite.replaceWith(`[${cite.textContent}]`);
  for (const tool of copy.querySelectorAll('figcaption')) tool.remove();
  // A line of its own, where no style says so.
  for (const note of copy.querySelectorAll('small')) note.before(document.createElement('br'));
  for (const element of copy.querySelectorAll('*')) {
    for (const name of element.getAttributeNames()) if (name !== 'href') element.removeAttribute(name);
  }
  for (const line of below) copy.append(document.createElement('br'), line);
  return copy.innerHTML.replaceAll('\u2060', '');
}
