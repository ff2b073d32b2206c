import { deflateSync } from 'node:zlib';

export interface PdfText {
  text: string;
  /** Of the letters, in points. */
  size?: number;
  /** Distance to the line above, in heights of a letter. */
  gap?: number;
}

/** A PDF of our own making: lines of Helvetica, a page after the other. Letters of Latin 1 only. */
export function makePdf(
  pages: readonly (readonly PdfText[])[],
  options: { encrypted?: boolean } = {},
): Buffer {
  return assemble(
    pages.map((lines) => streamOf(Buffer.from(textOf(lines), 'latin1'))),
    options,
  );
}

/** One page whose drawing, packed into a thousandth of it, has so many megabytes. */
export function makePdfBomb(megabytes: number): Buffer {
  const blanks = Buffer.alloc(megabytes * 1_000_000, ' ');
  return assemble([streamOf(deflateSync(blanks), ' /Filter /FlateDecode')], {});
}

function textOf(lines: readonly PdfText[]): string {
  let y = 780;
  const shown = lines.map(({ text, size = 11, gap = 1.4 }) => {
    y -= size * gap;
    return `/F1 ${size} Tf 1 0 0 1 60 ${y.toFixed(1)} Tm (${text.replace(/[\\()]/g, '\\$&')}) Tj`;
  });
  return ['BT', ...shown, 'ET'].join('\n');
}

function streamOf(bytes: Buffer, more = ''): Buffer {
  return Buffer.concat([
    Buffer.from(`<< /Length ${bytes.length}${more} >>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);
}

/** Catalog, pages and font are the first three objects; each page has one for its text and one for itself. */
function assemble(contents: readonly Buffer[], { encrypted = false }: { encrypted?: boolean }): Buffer {
  const kids = contents.map((_, at) => `${5 + at * 2} 0 R`);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${kids.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...contents.flatMap((content, at) => [
      content,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${4 + at * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    ]),
    // Made-up hashes: no password fits them.
    ...(encrypted
      ? [`<< /Filter /Standard /V 1 /R 2 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> /P -4 >>`]
      : []),
  ];
  const parts = [Buffer.from('%PDF-1.4\n')];
  const places: number[] = [];
  let length = parts[0]?.length ?? 0;
  objects.forEach((object, at) => {
    const body = typeof object === 'string' ? Buffer.from(object) : object;
    const part = Buffer.concat([Buffer.from(`${at + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
    places.push(length);
    length += part.length;
    parts.push(part);
  });
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const secret = encrypted ? ` /Encrypt ${objects.length} 0 R /ID [<00> <00>]` : '';
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R${secret} >>\nstartxref\n${length}\n%%EOF`;
  parts.push(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}${trailer}`));
  return Buffer.concat(parts);
}
