import { type DocumentFormat, knowledgeLimits } from '../../core/contracts/knowledge.js';
import type { Language } from '../../core/domain/message.js';
import { detectLanguage } from '../intent/language.js';
import { headingOf } from './markdown-heading.js';
import {
  DocumentFormatError,
  documentLimits,
  type KnowledgeDocument,
  parseDocument,
} from './parse-document.js';
import { plainLines } from './plain-lines.js';
import { readHtml } from './read-html.js';
import { readPdf } from './read-pdf.js';

/** A document as it comes, from a file or an upload. */
export interface DocumentSource {
  /** Named in errors. */
  name: string;
  format: DocumentFormat;
  bytes: Uint8Array;
  /** Goes before what the document says of itself. */
  given: Partial<Pick<KnowledgeDocument, 'slug' | 'title' | 'path' | 'language' | 'url' | 'labels'>>;
  /** For what neither says; without a path it is the title. */
  otherwise: { slug: string; title: string; path?: string };
}

type Found = { body: string; title?: string | null; language?: Language | null } & Partial<
  Omit<KnowledgeDocument, 'title' | 'language'>
>;

/**
 * Any format as Markdown with what names it. Rejects with a DocumentFormatError that says what to do. Pure, and may
 * take any time and memory on a file that was made for it: `document-reader.ts` bounds both.
 */
export async function readDocument(source: DocumentSource): Promise<KnowledgeDocument> {
  const { name, given, otherwise } = source;
  const found = await read(source);
  const title = shorten(given.title ?? found.title ?? otherwise.title, knowledgeLimits.titleCharacters);
  const body = found.body.trim();
  if (body === '') throw new DocumentFormatError(`${name}: holds no text`);
  if (body.length > documentLimits.characters)
    throw new DocumentFormatError(`${name}: is over ${documentLimits.characters} characters`);
  return {
    slug: given.slug ?? found.slug ?? otherwise.slug,
    title,
    path: shorten(given.path ?? found.path ?? otherwise.path ?? title, knowledgeLimits.pathCharacters),
    language: given.language ?? found.language ?? detectLanguage(body),
    url: given.url ?? found.url ?? null,
    labels: given.labels ?? found.labels ?? [],
    questions: found.questions ?? [],
    body,
  };
}

async function read({ format, bytes, name }: DocumentSource): Promise<Found> {
  switch (format) {
    case 'markdown':
      return readMarkdown(decode(bytes, name), name);
    case 'html':
      return readHtml(decode(bytes, name, declaredCharset(bytes)));
    case 'text':
      return readText(decode(bytes, name));
    case 'pdf':
      return readPdf(bytes, name);
  }
}

/** Front matter with something before it. */
const LATE_FRONT_MATTER = /^(?:\s|<!--[\s\S]*?-->)+---[^\S\n]*\n\s*[\w-]+\s*:/;

/** Front matter is all of it or none. One that is not seen must not make a document public whose labels are in it. */
function readMarkdown(text: string, name: string): Found {
  if (LATE_FRONT_MATTER.test(text))
    throw new DocumentFormatError(
      `${name}: front matter must begin in the first line: remove what is above its ---`,
    );
  if (/^---[^\S\n]*\n/.test(text)) return parseDocument(text, name);
  for (const line of text.split('\n')) {
    const heading = headingOf(line);
    if (heading && heading.text !== '') return { title: heading.text, body: text };
  }
  return { body: text };
}

/** Its first line is its title when it stands alone and is as short as one. */
function readText(text: string): Found {
  const [first = '', second = ''] = text.trimStart().split('\n', 2);
  const isTitle = second.trim() === '' && first.length <= knowledgeLimits.titleCharacters;
  return { title: isTitle ? first.trim() : null, body: plainLines(text) };
}

/** Text of one kind of line end. UTF-8 unless a page says otherwise. */
function decode(bytes: Uint8Array, name: string, charset = 'utf-8'): string {
  let text: string;
  try {
    text = new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DocumentFormatError(`${name}: is not text in ${charset.toUpperCase()}: save it as UTF-8`, {
      cause,
    });
  }
  if (text.includes('\0')) throw new DocumentFormatError(`${name}: holds characters that are not text`);
  return text.replace(/\r\n?/g, '\n');
}

/** Browsers look for it in the first kilobyte too (HTML, 13.2.3.2). */
export const CHARSET_BYTES = 1_024;

function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, CHARSET_BYTES)).toString('latin1');
  return /<meta[^>]{0,200}?charset\s?=\s?["']?([\w-]{2,40})/i.exec(head)?.[1];
}

function shorten(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}
