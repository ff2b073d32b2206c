import { createHash } from 'node:crypto';
import type { Gap } from '../../core/domain/knowledge.js';
import type { Retrieved } from './retriever.js';
import { contentWords } from './stop-words.js';

/** Words that begin alike count as the same, as in a quotation. */
const STEM_LETTERS = 5;

/** What a question lacked when its search found nothing, or nothing but weak evidence; null when it found enough. */
export function gapOf(question: string, { chunks, weak }: Retrieved): Gap | null {
  return weak ? { bestScore: chunks[0]?.score ?? 0, likeness: likenessOf(question) } : null;
}

/** The same for questions of the same words, in whatever order and form: a hash, so that it holds no text. */
function likenessOf(question: string): string {
  const stems = new Set(contentWords(question).map((word) => word.slice(0, STEM_LETTERS)));
  return createHash('sha256')
    .update([...stems].sort().join(' '))
    .digest('hex');
}
