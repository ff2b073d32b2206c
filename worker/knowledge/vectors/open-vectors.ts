import type { DataSource } from 'typeorm';
import type { Config } from '../../../core/config.js';
import type { Lifecycle } from '../../../core/lifecycle.js';
import type { Logger } from '../../../core/logger.js';
import { prepareVectors } from '../../../core/store/knowledge-vectors.js';
import { createEmbedder, type Embedder } from './embedder.js';
import { familyOf } from './families.js';
import { DIMENSIONS, vectorLimits } from './limits.js';

/** Null where no model is set, or Postgres cannot keep vectors: then documents are found by their words, as without. */
export async function openVectors(deps: {
  config: Config;
  db: DataSource;
  lifecycle: Lifecycle;
  logger: Logger;
}): Promise<Embedder | null> {
  const { config, db, lifecycle, logger } = deps;
  const { embeddingModelId: modelId } = config;
  const family = modelId === null ? null : familyOf(modelId);
  if (modelId === null || !family) return null;
  const store = await prepareVectors(db, DIMENSIONS);
  if (!store.ready) {
    logger.warn(
      { model: modelId, because: store.because },
      'EMBEDDING_MODEL_ID is set, and documents are found by their words alone: vectors cannot be kept',
    );
    return null;
  }
  const { region, endpoint } = config.bedrock;
  const sockets = config.worker.concurrency + vectorLimits.atOnce;
  const embedder = createEmbedder({ region, endpoint, modelId, family, sockets });
  lifecycle.onClose('embeddings', embedder.close);
  return embedder;
}
