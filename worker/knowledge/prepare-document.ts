import { createHash } from 'node:crypto';
import { CHUNKING_VERSION, type Chunk, chunkDocument } from './chunk-document.js';
import type { KnowledgeDocument } from './parse-document.js';

/** A document as it is stored. */
export interface PreparedDocument {
  document: Omit<KnowledgeDocument, 'body'>;
  /** SHA-256 in hex of all that it says, and of how it was cut. */
  hash: string;
  chunks: Chunk[];
}

export function prepareDocument({ body, ...document }: KnowledgeDocument): PreparedDocument {
  const { slug, language, title, path, url, labels, questions } = document;
  const content = [CHUNKING_VERSION, slug, language, title, path, url, body, labels, questions];
  return {
    document,
    hash: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
    chunks: chunkDocument({ title, language, body }),
  };
}
