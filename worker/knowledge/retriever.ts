import type { Db } from '../../core/store/data-source.js';
import { strengthOf } from './evidence.js';
import { createSearch, type FoundChunk, type SearchQuery } from './search.js';

/** Its score is from 0 to 1. */
export type RetrievedChunk = FoundChunk;

export interface Retrieved {
  /** Those that answer the question best, best first; none when nothing is about it. */
  chunks: RetrievedChunk[];
  /** The answer may not be among them, and whoever writes it has to say so. */
  weak: boolean;
}

export interface Retriever {
  /**
   * In the question's language where there is a choice, else in the other one. A document that asks for a label which is
   * not among `labels` is as if it were not there.
   */
  retrieve(query: SearchQuery & { limit: number }): Promise<Retrieved>;
}

/** About the best score that there is: what a source card shows is its share of it. */
const FULL_SCORE = 3;

/** What the sample questions find, and how sure one may be of it, is measured by `npm run eval`. */
export function createPostgresRetriever({ db }: { db: Db }): Retriever {
  const search = createSearch({ db });
  return {
    async retrieve({ limit, ...query }) {
      const found = await search(query);
      const strength = found ? strengthOf(found.evidence, found.basis) : 'none';
      if (!found || strength === 'none') return { chunks: [], weak: true };
      const chunks = spread(found.chunks, limit).map((chunk) => ({
        ...chunk,
        score: Math.min(1, chunk.score / FULL_SCORE),
      }));
      return { chunks, weak: strength === 'weak' };
    },
  };
}

/** One of each document in turn, so that all are heard; then what else the best one has to say, if there is room. */
function spread(chunks: readonly FoundChunk[], limit: number): FoundChunk[] {
  const heard = new Set<string>();
  const first: FoundChunk[] = [];
  const more: FoundChunk[] = [];
  for (const chunk of chunks) {
    if (!heard.has(chunk.documentId)) first.push(chunk);
    else if (chunk.documentId === chunks[0]?.documentId) more.push(chunk);
    heard.add(chunk.documentId);
  }
  return [...first.slice(0, limit - more.length), ...more].slice(0, limit);
}
