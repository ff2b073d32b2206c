import { plainLines } from './plain-lines.js';

/** A line of a page, as the file places it. */
export interface PdfLine {
  text: string;
  /** Height of its largest letters, in points. */
  size: number;
  /** Distance from the lower edge, in points. */
  y: number;
}

/** Letters this much larger than those of the text make a heading. */
const HEADING_RATIO = 1.15;
/** What is longer is a sentence in large letters. */
export const MAX_HEADING_CHARACTERS = 120;
/** Lines further apart than this, in heights of a letter, belong to two paragraphs. */
const PARAGRAPH_GAP = 1.8;
/** A page has to be one of so many for what stands at its edges to be known as its head and foot. */
const FEWEST_PAGES = 4;

/**
 * Pages as Markdown, as far as the look of a page tells what is what: lines become paragraphs again, larger letters
 * headings (the larger, the higher), and what is repeated at the edges of most pages is left out.
 */
export function pdfLinesToMarkdown(pages: readonly (readonly PdfLine[])[]): string {
  const repeated = repeatedLines(pages);
  const lines = pages.map((page) =>
    page.filter((line, at) => !isEdge(page, at) || !repeated.has(keyOf(line))),
  );
  const bodySize = commonSize(lines.flat());
  const isHeading = ({ text, size }: PdfLine) =>
    size >= bodySize * HEADING_RATIO && text.length <= MAX_HEADING_CHARACTERS && /\p{L}/u.test(text);
  const levels = [
    ...new Set(
      lines
        .flat()
        .filter(isHeading)
        .map(({ size }) => round(size)),
    ),
  ].sort((a, b) => b - a);

  const blocks: string[] = [];
  let open = '';
  const end = () => {
    if (open !== '') blocks.push(open);
    open = '';
  };
  for (const page of lines) {
    page.forEach((line, at) => {
      const before = page[at - 1];
      const apart = before !== undefined && Math.abs(before.y - line.y) > PARAGRAPH_GAP * line.size;
      if (isHeading(line)) {
        end();
        const level = Math.min(levels.indexOf(round(line.size)) + 1, 6);
        blocks.push(`${'#'.repeat(level)} ${line.text}`);
        return;
      }
      if (apart || STARTS_ITEM.test(line.text)) end();
      open = join(open, plainLines(line.text));
    });
    // A sentence may go on over the page; what ends, ends.
    if (/[.!?:]$/.test(open)) end();
  }
  end();
  return blocks.join('\n\n');
}

const STARTS_ITEM = /^(?:[-*+•‣▪–]|\d{1,3}[.)])\s/;

/** A word that was parted at the end of a line is one word again. */
function join(open: string, text: string): string {
  if (open === '') return text;
  return /\p{L}-$/u.test(open) && /^\p{Ll}/u.test(text) ? open.slice(0, -1) + text : `${open} ${text}`;
}

/** The size that most letters have. */
function commonSize(lines: readonly PdfLine[]): number {
  const letters = new Map<number, number>();
  for (const { size, text } of lines) letters.set(round(size), (letters.get(round(size)) ?? 0) + text.length);
  let common = 0;
  let most = 0;
  for (const [size, count] of letters) {
    if (count <= most) continue;
    most = count;
    common = size;
  }
  return common;
}

function repeatedLines(pages: readonly (readonly PdfLine[])[]): Set<string> {
  if (pages.length < FEWEST_PAGES) return new Set();
  const counts = new Map<string, number>();
  for (const page of pages) {
    const edges = new Set(page.filter((_, at) => isEdge(page, at)).map(keyOf));
    for (const key of edges) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count > pages.length / 2).map(([key]) => key));
}

function isEdge(page: readonly PdfLine[], at: number): boolean {
  return at === 0 || at === page.length - 1;
}

/** Page numbers count as the same line. */
function keyOf({ text }: PdfLine): string {
  return text.replace(/\d+/g, '0');
}

function round(size: number): number {
  return Math.round(size * 2) / 2;
}
