import { createHash } from 'node:crypto';
import type { Gap } from '../../core/domain/knowledge.js';
import type { RetrievedChunk } from './retriever.js';
import { contentWords } from './stop-words.js';

/** Words that begin alike count as the same, as in a quotation. */
const STEM_LETTERS = 5;

/** What an answer rests on. */
export interface Grounds {
  /** It was told to cite, and to answer from nothing else. */
  cites: boolean;
  sources: readonly unknown[];
  toolCalls: readonly unknown[];
}

/**
 * Whether the documents left a question open. The search says so, who found nothing or weak evidence; or the answer does,
 * which rests on no source and on no tool: words alone do not show a search that what it found is beside the point.
 */
export function isLeftOpen(weak: boolean, answer: Grounds | null): boolean {
  if (weak || answer === null) return weak;
  return answer.cites && answer.sources.length === 0 && answer.toolCalls.length === 0;
}

/**
 * What a search lacks if it is left open; null when nothing was asked for.
 *
 * @param searched what was searched for
 * @param earlierId the earlier question in it, if any
 */
export function gapOf(
  searched: string,
  chunks: readonly Pick<RetrievedChunk, 'score'>[],
  earlierId: string | null = null,
): Gap | null {
  const words = contentWords(searched);
  if (words.length === 0) return null;
  return { bestScore: chunks[0]?.score ?? 0, likeness: likenessOf(words), earlierId };
}

/** The same for the same words, in whatever order and form: a hash, so that it holds no text. */
function likenessOf(words: readonly string[]): string {
  const stems = new Set(words.map((word) => word.slice(0, STEM_LETTERS)));
  return createHash('sha256')
    .update([...stems].sort().join(' '))
    .digest('hex');
}
