import { afterEach, describe, expect, test } from '@jest/globals';
import { createDocumentReader, type DocumentReader } from '../../../worker/knowledge/document-reader.js';
import { DocumentFormatError } from '../../../worker/knowledge/parse-document.js';
import type { DocumentSource } from '../../../worker/knowledge/read-document.js';
import { makePdfBomb } from '../../support/pdf.js';

const source = (format: DocumentSource['format'], content: string | Buffer): DocumentSource => ({
  name: `a.${format}`,
  format,
  bytes: Buffer.from(content),
  given: {},
  otherwise: { slug: 'a', title: 'a' },
});

describe('the thread that reads documents', () => {
  let reader: DocumentReader;
  afterEach(() => reader.close());

  test('gives back a document cut into chunks, or why there is none', async () => {
    reader = createDocumentReader();
    const { document, chunks, hash } = await reader.read(source('text', 'The text of it.'));
    expect(document).toMatchObject({ slug: 'a', title: 'The text of it.', language: 'en' });
    expect(chunks).toEqual([{ ordinal: 0, heading: '', body: 'The text of it.', language: 'en' }]);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    await expect(reader.read(source('text', ''))).rejects.toThrow(DocumentFormatError);
  });

  test('is ended when a document takes too long', async () => {
    reader = createDocumentReader({ documentMs: 2_000 });
    // Minutes, where nobody ends it.
    const nested = source('html', `${'<div>'.repeat(1_000_000)}x`);
    await expect(reader.read(nested)).rejects.toThrow('a.html: takes more than 2 s to read: split it');
  });

  test('is ended when a document unpacks to more than there is room for, and the next is read all the same', async () => {
    reader = createDocumentReader({ growthMb: 60 });
    const bomb = source('pdf', makePdfBomb(300));
    await expect(reader.read(bomb)).rejects.toThrow('a.pdf: takes more than 60 MB of memory: split it');
    expect((await reader.read(source('text', 'Next.'))).document.title).toBe('Next.');
  });
});
