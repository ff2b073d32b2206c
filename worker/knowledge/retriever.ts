import type { Db } from '../../core/store/data-source.js';
import { strengthOf } from './evidence.js';
import { createSearch, type FoundChunk, type SearchQuery } from './search.js';
import { spread } from './spread.js';
import { fuse } from './vectors/fuse.js';
import type { Nearest } from './vectors/nearest.js';

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

/**
 * What the sample questions find, and how sure one may be of it, is measured by `npm run eval`: by words alone.
 *
 * With vectors two searches run side by side and their rankings are fused. How far the result can be trusted is
 * still what the words say, since that was fitted and the cosine was not: vectors add what is found, and never make it good.
 */
export function createPostgresRetriever(deps: { db: Db; nearest?: Nearest | null }): Retriever {
  const { db, nearest = null } = deps;
  const search = createSearch({ db });
  return {
    name: nearest ? `postgres+${nearest.modelId}` : 'postgres',
    async retrieve({ limit, signal, ...query }) {
      const [found, near] = await Promise.all([search(query), nearest ? nearest.find(query, signal) : []]);
      const strength = found ? strengthOf(found.evidence, found.basis) : 'none';
      const byWords =
        found && strength !== 'none'
          ? found.chunks.map((chunk) => ({ ...chunk, score: Math.min(1, chunk.score / FULL_SCORE) }))
          : [];
      if (!nearest || !near || near.length === 0) {
        const degraded = near === null ? { degraded: true as const } : {};
        return { chunks: spread(byWords, limit), weak: strength !== 'good', ...degraded };
      }
      const known = new Set(byWords.map(({ documentId }) => documentId));
      const byVectors = near.flatMap(({ twins, ...chunk }) => {
        // Words found it in the other language.
        if (twins.some((id) => known.has(id)) && !known.has(chunk.documentId)) return [];
        // Something is always nearest; what nothing else speaks for has to be near.
        return known.has(chunk.documentId) || chunk.score >= nearest.nearFrom ? [chunk] : [];
      });
      return { chunks: spread(fuse(byWords, byVectors), limit), weak: strength !== 'good' };
    },
  };
}
