import type { Db } from '../../core/store/data-source.js';
import { strengthOf } from './evidence.js';
import { createSearch, type FoundChunk, type SearchQuery } from './search.js';
import { spread } from './spread.js';

/** Its score is from 0 to 1. */
export type RetrievedChunk = FoundChunk;

export interface Retrieved {
  /** Those that answer the question best, best first; none when nothing is about it. */
  chunks: RetrievedChunk[];
  /** The answer may not be among them, and whoever writes it has to say so. */
  weak: boolean;
  /** Where the documents are could not be asked: what is missing here may be there. */
  degraded?: true;
}

export interface RetrieverQuery extends SearchQuery {
  limit: number;
  signal?: AbortSignal;
}

/** Where documents are found. Two implementations: Postgres, and Bedrock Knowledge Bases in `bedrock/`. */
export interface Retriever {
  /** Says which documents these are: an answer that is kept is one to these. */
  readonly name: string;
  /**
   * In the question's language where there is a choice, else in the other one. A document that asks for a label which is
   * not among `labels` is as if it were not there.
   *
   * @throws the signal's reason when it aborts; whatever kept it from asking.
   */
  retrieve(query: RetrieverQuery): Promise<Retrieved>;
}

/** About the best score that there is: what a source card shows is its share of it. */
const FULL_SCORE = 3;

/** What the sample questions find, and how sure one may be of it, is measured by `npm run eval`. */
export function createPostgresRetriever({ db }: { db: Db }): Retriever {
  const search = createSearch({ db });
  return {
    name: 'postgres',
    async retrieve({ limit, signal: _, ...query }) {
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
