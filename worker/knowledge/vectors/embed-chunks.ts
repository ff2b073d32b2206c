import type { DataSource } from 'typeorm';
import { embedSome } from '../../../core/store/knowledge-vectors.js';
import { within } from '../../../core/within.js';
import { inBatches } from '../../maintenance/in-batches.js';
import type { Embedder } from './embedder.js';
import { vectorLimits } from './limits.js';

/**
 * Gives vectors to chunks that have none of this model: new ones, changed ones, and all of them when another model was set.
 * What fails is tried again by the next job; documents are found by their words meanwhile.
 */
export function embedChunks(db: DataSource, embedder: Embedder, signal: AbortSignal): Promise<number> {
  const { batch, rounds, batchMs } = vectorLimits;
  return inBatches({ batch, rounds }, signal, (limit) =>
    embedSome(db, { model: embedder.modelId, limit }, (texts) =>
      within(batchMs, signal, (inTime) => embedder.documents(texts, inTime)),
    ),
  );
}
