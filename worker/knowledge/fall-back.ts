import { Counter, type Registry } from 'prom-client';
import type { Logger } from '../../core/logger.js';
import { createRest } from '../rest.js';
import { knowledgeBaseLimits } from './bedrock/limits.js';
import type { Retriever } from './retriever.js';

/**
 * Asks the knowledge base and, where it does not answer, Postgres. A turn goes on in either case: what Postgres has is
 * shown as weak evidence, since the documents that matter are elsewhere. After a failure the knowledge base is left in peace
 * for a while, so that one that is throttled or silent costs a few turns their seconds, and not all.
 */
export function createFallingBack(deps: {
  first: Retriever;
  otherwise: Retriever;
  register: Registry;
  logger: Logger;
  now?: () => number;
}): Retriever {
  const { first, otherwise, register, logger, now } = deps;
  const searches = new Counter({
    name: 'aside_knowledge_base_searches_total',
    help: 'Searches of the Bedrock knowledge base by what came of them; rested were not made, because one had just failed',
    labelNames: ['outcome'],
    registers: [register],
  });
  const rest = createRest(knowledgeBaseLimits.restMs, now);
  return {
    name: first.name,
    retrieve: async (query) => {
      if (rest.mayTry()) {
        try {
          const found = await first.retrieve(query);
          rest.end();
          searches.inc({ outcome: 'answered' });
          return found;
        } catch (error) {
          if (query.signal?.aborted) rest.giveBack();
          query.signal?.throwIfAborted();
          searches.inc({ outcome: 'failed' });
          logger.warn({ err: error }, 'the knowledge base does not answer: what PostgreSQL has is searched');
          // That one is about the question alone.
          if (isRefusal(error)) rest.end();
          else rest.begin();
        }
      } else searches.inc({ outcome: 'rested' });
      return { ...(await otherwise.retrieve(query)), weak: true, degraded: true };
    },
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException';
}
