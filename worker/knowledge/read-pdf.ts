import { DocumentFormatError, documentLimits } from './parse-document.js';
import { type PdfLine, pdfLinesToMarkdown } from './pdf-lines.js';

/** A long book; what is longer takes minutes, and should be cut by its author. */
export const MAX_PDF_PAGES = 1_000;

/**
 * The text of a PDF as Markdown. The library is loaded with the first one, since it is large. Nothing is run and
 * nothing fetched that the file names. It may take any time and memory: whoever calls this has to bound both.
 */
export async function readPdf(bytes: Uint8Array, name: string): Promise<{ body: string }> {
  const refuse = (problem: string, cause?: unknown) =>
    new DocumentFormatError(`${name}: ${problem}`, { cause });
  const { getDocumentProxy } = await import('unpdf');
  // A copy: the library takes the memory that it is given.
  const pdf = await getDocumentProxy(new Uint8Array(bytes), {
    verbosity: 0,
    isEvalSupported: false,
  }).catch((cause: Error) => {
    throw refuse(
      cause.name === 'PasswordException'
        ? 'is protected by a password: save a copy without one and add that'
        : 'is not a PDF that can be read: open it in a viewer, save it again and add that',
      cause,
    );
  });
  try {
    if (pdf.numPages > MAX_PDF_PAGES)
      throw refuse(`has ${pdf.numPages} pages, over ${MAX_PDF_PAGES}: split it and add the parts`);
    const pages: PdfLine[][] = [];
    let characters = 0;
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      const lines = linesOf(items.flatMap((item) => ('str' in item ? [item] : [])));
      page.cleanup();
      for (const { text } of lines) characters += text.length;
      if (characters > documentLimits.characters)
        throw refuse(`holds over ${documentLimits.characters} characters: split it and add the parts`);
      pages.push(lines);
    }
    if (characters === 0) {
      throw refuse(
        'holds no text, only pictures of it: run text recognition (OCR) over it and add the result',
      );
    }
    return { body: pdfLinesToMarkdown(pages) };
  } finally {
    await pdf.destroy();
  }
}

interface TextItem {
  str: string;
  /** Of the letters, in points. */
  height: number;
  /** Its last two are x and y, from the lower left corner. */
  transform: number[];
  hasEOL: boolean;
}

/** What stands at one height is a line. */
function linesOf(items: readonly TextItem[]): PdfLine[] {
  const lines: PdfLine[] = [];
  let open: PdfLine | null = null;
  for (const { str, height, transform, hasEOL } of items) {
    // Postgres stores no NUL, and half a pair is no letter.
    const text = str.replaceAll('\0', '').toWellFormed();
    if (text.trim() !== '') {
      if (!open) {
        open = { text: '', size: height, y: transform[5] ?? 0 };
        lines.push(open);
      }
      open.text += text;
      open.size = Math.max(open.size, height);
    } else if (open && text !== '') open.text += ' ';
    if (hasEOL) open = null;
  }
  return lines.map((line) => ({ ...line, text: line.text.replace(/\s+/g, ' ').trim() }));
}
