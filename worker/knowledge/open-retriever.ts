import type { Registry } from 'prom-client';
import type { Config } from '../../core/config.js';
import type { Lifecycle } from '../../core/lifecycle.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import { createFallingBack } from './fall-back.js';
import { createPostgresRetriever, type Retriever } from './retriever.js';
import type { Embedder } from './vectors/embedder.js';
import { createNearest } from './vectors/nearest.js';

/** Where documents are searched, as the settings say. The client of knowledge bases is loaded only where one is set. */
export async function openRetriever(deps: {
  config: Config;
  db: Db;
  /** Null: without vectors. */
  embedder: Embedder | null;
  registry: Registry;
  lifecycle: Lifecycle;
  logger: Logger;
}): Promise<Retriever> {
  const { config, db, embedder, registry: register, lifecycle, logger } = deps;
  const nearest = embedder && createNearest({ db, embedder, logger });
  const postgres = createPostgresRetriever({ db, nearest });
  const { knowledgeBase } = config;
  if (!knowledgeBase) return postgres;
  const { createBedrockRetriever } = await import('./bedrock/retriever.js');
  const { region } = config.bedrock;
  const sockets = config.worker.concurrency;
  const first = createBedrockRetriever({ region, knowledgeBase, sockets, logger });
  lifecycle.onClose('knowledge base', first.close);
  return createFallingBack({ first, otherwise: postgres, register, logger });
}
