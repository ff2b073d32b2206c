import type { Db } from '../../core/store/data-source.js';
import { strengthOf } from './evidence.js';
import { CHUNKS_PER_DOCUMENT, createSearch, type FoundChunk, type SearchQuery } from './search.js';

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
      const chunks = spread(found.chunks)
        .slice(0, limit)
        .map((chunk) => ({ ...chunk, score: Math.min(1, chunk.score / FULL_SCORE) }));
      return { chunks, weak: strength === 'weak' };
    },
  };
}

/** The best document may say more than one thing; the others are all to be heard. */
function spread(chunks: readonly FoundChunk[]): FoundChunk[] {
  const best = chunks[0]?.documentId;
  const counts = new Map<string, number>();
  return chunks.filter(({ documentId }) => {
    const count = (counts.get(documentId) ?? 0) + 1;
    counts.set(documentId, count);
    return count <= (documentId === best ? CHUNKS_PER_DOCUMENT : 1);
  });
}
