import { createHash } from 'node:crypto';
import type { Gap } from '../../core/domain/knowledge.js';
import type { RetrievedChunk } from './retriever.js';
import { contentWords } from './stop-words.js';

/** Words that begin alike count as the same, as in a quotation. */
const STEM_LETTERS = 5;

/** What a question lacked when its search found nothing, or nothing but weak evidence; null when it found enough. */
export function gapOf(question: string, found: readonly RetrievedChunk[]): Gap | null {
  if (!isWeak(found) && found.length > 0) return null;
  return { bestScore: Math.min(1, found[0]?.score ?? 0), likeness: likenessOf(question) };
}

/** Whether there is evidence and none of it is good. */
export function isWeak(found: readonly RetrievedChunk[]): boolean {
  return found.length > 0 && found.every((chunk) => chunk.weak === true);
}

/** The same for questions of the same words, in whatever order and form: a hash, so that it holds no text. */
function likenessOf(question: string): string {
  const stems = new Set(contentWords(question).map((word) => word.slice(0, STEM_LETTERS)));
  return createHash('sha256')
    .update([...stems].sort().join(' '))
    .digest('hex');
}
