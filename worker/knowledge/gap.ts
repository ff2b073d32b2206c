import { createHash } from 'node:crypto';
import type { Gap } from '../../core/domain/knowledge.js';
import type { Intent, Sentiment } from '../../core/domain/message.js';
import { ESTIMATE_COST } from '../tools/estimate-cost.js';
import type { RetrievedChunk } from './retriever.js';
import { contentWords } from './stop-words.js';

/** Words that begin alike count as the same, as in a quotation. */
const STEM_LETTERS = 5;

/** What an answer that was told to cite rests on. */
export interface Grounds {
  /** It says itself that the sources leave something open. */
  leavesOpen: boolean;
  sources: readonly unknown[];
  toolCalls: readonly { name: string; status: string }[];
  /** It may rest on what was said before. */
  continues: boolean;
}

/**
 * Whether the documents left a question open. Who wrote the answer has read them and says so, by a mark or by citing
 * nothing; the search, which goes by words and doubts too often, only where nobody else knows.
 *
 * @param weak what the search says
 * @param answer null where it was not to cite, or nobody read the sources for it
 */
export function isLeftOpen(weak: boolean, answer: Grounds | null): boolean {
  if (answer === null) return weak;
  if (answer.leavesOpen) return true;
  if (answer.sources.length > 0 || answer.toolCalls.some(isGround)) return false;
  return weak || !answer.continues;
}

/** Prices are no documents, and answer. What a search by tool found is there by being cited. */
function isGround({ name, status }: Grounds['toolCalls'][number]): boolean {
  return name === ESTIMATE_COST && status === 'success';
}

/**
 * Whether a message is only the speaker's anger, which no document answers: an administrator need not read it among what
 * the documents lack.
 */
export function isOutburst(text: string, { intent, sentiment }: Understood): boolean {
  return intent.method === 'fallback' && sentiment.label === 'negative' && !text.includes('?');
}
type Understood = { intent: Pick<Intent, 'method'>; sentiment: Pick<Sentiment, 'label'> };

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
