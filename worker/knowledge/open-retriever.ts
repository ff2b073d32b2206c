import type { Registry } from 'prom-client';
import type { Config } from '../../core/config.js';
import type { Lifecycle } from '../../core/lifecycle.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import { createFallingBack } from './fall-back.js';
import { createPostgresRetriever, type Retriever } from './retriever.js';

/** Where documents are searched, as the settings say. The client of knowledge bases is loaded only where one is set. */
export async function openRetriever(deps: {
  config: Config;
  db: Db;
  registry: Registry;
  lifecycle: Lifecycle;
  logger: Logger;
}): Promise<Retriever> {
  const { config, db, registry: register, lifecycle, logger } = deps;
  const postgres = createPostgresRetriever({ db });
  const { knowledgeBase } = config;
  if (!knowledgeBase) return postgres;
  const { createBedrockRetriever } = await import('./bedrock/retriever.js');
  const { region } = config.bedrock;
  const sockets = config.worker.concurrency;
  const first = createBedrockRetriever({ region, knowledgeBase, sockets, logger });
  lifecycle.onClose('knowledge base', first.close);
  return createFallingBack({ first, otherwise: postgres, register, logger });
}
