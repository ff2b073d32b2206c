import { createHash } from 'node:crypto';
import { CHUNKING_VERSION } from '../../core/domain/knowledge.js';
import type { Language } from '../../core/domain/message.js';
import { detectLanguage } from '../intent/language.js';
import { wordsOf } from '../intent/words.js';
import { type Chunk, chunkDocument } from './chunk-document.js';
import type { KnowledgeDocument } from './parse-document.js';

/** A document as it is stored. */
export interface PreparedDocument {
  document: Omit<KnowledgeDocument, 'body' | 'questions'>;
  /** SHA-256 in hex of all that it says, and of how it was cut. */
  hash: string;
  chunks: Chunk[];
  questions: { language: Language; question: string }[];
  /** Folded, each once: those that others may misspell. */
  words: string[];
}

/** Shorter words are too much alike; what is longer, or has digits, is no word. */
const WORD = /^[a-z]{4,40}$/;

export function prepareDocument({ body, questions, ...document }: KnowledgeDocument): PreparedDocument {
  const { slug, language, title, path, url, labels } = document;
  const content = [CHUNKING_VERSION, slug, language, title, path, url, body, labels, questions];
  return {
    document,
    hash: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
    chunks: chunkDocument({ title, language, body }),
    questions: questions.map((question) => ({
      language: detectLanguage(question, { prior: language }),
      question,
    })),
    words: wordsIn([title, body, ...questions]),
  };
}

function wordsIn(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => wordsOf(text).map(({ folded }) => folded));
  return [...new Set(words)].filter((word) => WORD.test(word));
}
