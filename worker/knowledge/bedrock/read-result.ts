import { createHash } from 'node:crypto';
import type {
  KnowledgeBaseRetrievalResult,
  RetrievalResultLocation,
} from '@aws-sdk/client-bedrock-agent-runtime';
import type { Language } from '../../../core/domain/message.js';
import { detectLanguage } from '../../intent/language.js';
import { storable } from '../../tools/tool.js';
import { headingOf } from '../markdown-heading.js';
import type { FoundChunk } from '../search.js';
import { knowledgeBaseLimits } from './limits.js';

/**
 * A result as a chunk that can be cited; null for one without text, such as a picture. What its document says of itself
 * goes first: the metadata attributes `title`, `path`, `language` and `url`. Otherwise a document is named by its file,
 * belongs where its folders say, and has an address if it came from the web.
 */
export function readResult(result: KnowledgeBaseRetrievalResult, asked: Language): FoundChunk | null {
  const text = storable(result.content?.text ?? '').trim();
  if (text === '') return null;
  const said = (name: string): string | null => {
    const value: unknown = result.metadata?.[name];
    return typeof value === 'string' && value.trim() !== '' ? storable(value.trim()) : null;
  };
  const place = placeOf(result.location) ?? said('x-amz-bedrock-kb-source-uri') ?? '';
  const names = namesIn(place);
  const title = said('title') ?? names.at(-1) ?? 'Document';
  const body = shorten(text);
  const language = said('language');
  return {
    documentId: place || title,
    ordinal: numberOf(said('x-amz-bedrock-kb-chunk-id') ?? text),
    title,
    path: [said('path') ?? names.slice(0, -1).join(' › '), ...headingsOf(body, title)]
      .filter((part) => part !== '')
      .join(' › '),
    url: webAddress(said('url')) ?? webAddress(place),
    text: body,
    language: language === 'en' || language === 'fr' ? language : detectLanguage(body, { prior: asked }),
    score: Math.min(1, Math.max(0, result.score ?? 0)),
  };
}

function placeOf(location: RetrievalResultLocation | undefined): string | null {
  if (!location) return null;
  const { s3Location, webLocation, confluenceLocation, salesforceLocation, sharePointLocation } = location;
  const { kendraDocumentLocation, customDocumentLocation } = location;
  return (
    s3Location?.uri ??
    webLocation?.url ??
    confluenceLocation?.url ??
    salesforceLocation?.url ??
    sharePointLocation?.url ??
    kendraDocumentLocation?.uri ??
    customDocumentLocation?.id ??
    null
  );
}

/** `s3://bucket/cost/nat-gateway.pdf`: cost, nat-gateway. */
function namesIn(place: string): string[] {
  const path = place.replace(/^[\w+.-]+:\/\/[^/]*/, '').replace(/[?#].*$/s, '');
  const names = path.split('/').flatMap((name) => (name === '' ? [] : [decoded(name)]));
  return names.map((name, at) => (at === names.length - 1 ? name.replace(/\.\w{1,8}$/, '') : name));
}

function decoded(name: string): string {
  try {
    return storable(decodeURIComponent(name));
  } catch {
    return name;
  }
}

/** Those that the chunk itself begins with, below the title. */
function headingsOf(text: string, title: string): string[] {
  const headings: string[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const heading = headingOf(line);
    if (!heading) break;
    if (heading.text !== '' && heading.text !== title) headings.push(heading.text);
  }
  return headings;
}

/** What a browser may open. */
function webAddress(text: string | null): string | null {
  return text !== null && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null;
}

function shorten(text: string): string {
  if (text.length <= knowledgeBaseLimits.chunkCharacters) return text;
  const room = text.slice(0, knowledgeBaseLimits.chunkCharacters - 1);
  const blank = room.lastIndexOf(' ');
  return `${(blank > 0 ? room.slice(0, blank) : room).toWellFormed()}…`;
}

/** The same for the same chunk: a chunk has an id or a text, and no place in its document. */
function numberOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE();
}
