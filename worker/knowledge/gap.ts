import { createHash } from 'node:crypto';
import type { Gap } from '../../core/domain/knowledge.js';
import type { Retrieved } from './retriever.js';
import { contentWords } from './stop-words.js';

/** Words that begin alike count as the same, as in a quotation. */
const STEM_LETTERS = 5;

/**
 * What a search lacked that found nothing, or nothing but weak evidence; null when it found enough, or nothing was asked for.
 *
 * @param searched what was searched for
 * @param earlierId the earlier question in it, if any
 */
export function gapOf(
  searched: string,
  { chunks, weak }: Retrieved,
  earlierId: string | null = null,
): Gap | null {
  const words = contentWords(searched);
  if (!weak || words.length === 0) return null;
  return { bestScore: chunks[0]?.score ?? 0, likeness: likenessOf(words), earlierId };
}

/** The same for the same words, in whatever order and form: a hash, so that it holds no text. */
function likenessOf(words: readonly string[]): string {
  const stems = new Set(words.map((word) => word.slice(0, STEM_LETTERS)));
  return createHash('sha256')
    .update([...stems].sort().join(' '))
    .digest('hex');
}
