import type { Logger } from '../../../core/logger.js';
import type { Db } from '../../../core/store/data-source.js';
import { createRest } from '../../rest.js';
import type { SearchQuery } from '../search.js';
import type { Embedder } from './embedder.js';
import { vectorLimits } from './limits.js';
import { type NearChunk, searchVectors } from './search-vectors.js';

/** What is nearest to a question; null when the model does not answer in time, or has just failed. */
export interface Nearest {
  readonly modelId: string;
  readonly nearFrom: number;
  /** @throws the signal's reason when it aborts; what the database throws. */
  find(query: SearchQuery, signal?: AbortSignal): Promise<NearChunk[] | null>;
}

export function createNearest(deps: {
  db: Db;
  embedder: Embedder;
  logger: Logger;
  now?: () => number;
}): Nearest {
  const { db, embedder, logger, now } = deps;
  const { modelId: model, nearFrom } = embedder;
  const rest = createRest(vectorLimits.restMs, now);
  return {
    modelId: model,
    nearFrom,
    find: async (query, signal) => {
      if (query.question.trim() === '') return [];
      if (!rest.mayTry()) return null;
      const vector = await embedder.question(query.question, signal).catch((error: unknown) => {
        if (signal?.aborted) rest.giveBack();
        signal?.throwIfAborted();
        logger.warn({ err: error, model }, 'a question is searched for by its words alone: it has no vector');
        rest.begin();
        return null;
      });
      if (vector) rest.end();
      return vector && searchVectors(db, { vector, model }, query);
    },
  };
}
