import { BedrockAgentRuntimeClient, RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import type { Config } from '../../../core/config.js';
import type { Logger } from '../../../core/logger.js';
import { awsHttp } from '../../aws-http.js';
import type { Retriever } from '../retriever.js';
import { spread } from '../spread.js';
import { accessFilter, isVisible } from './access.js';
import { knowledgeBaseLimits } from './limits.js';
import { readResult } from './read-result.js';

export type KnowledgeBaseTimers = {
  [K in 'connectMs' | 'answerMs' | 'totalMs']: number;
};

/**
 * Of the nearest chunks of a vector store there are always some. What has less than this share of a good score is not
 * shown.
 */
const SHOWN_SHARE = 0.5;

/**
 * Searches a Bedrock Knowledge Base by `Retrieve`, in one request that the client repeats once.
 *
 * Its scores are from 0 to 1 and say how near a chunk is, not whether it answers: what they are worth depends on the
 * embeddings and the store, and nobody has fitted them, unlike those of Postgres (`evidence.ts`). The best one is compared with
 * `goodScore`, and below it the evidence is weak. The best scores of questions that lacked something are kept with them.
 */
export function createBedrockRetriever(deps: {
  region: string;
  knowledgeBase: NonNullable<Config['knowledgeBase']>;
  /** Searches at once. */
  sockets: number;
  logger: Logger;
  timers?: KnowledgeBaseTimers;
}): Retriever & { close(): void } {
  const { region, knowledgeBase, sockets, logger, timers = knowledgeBaseLimits } = deps;
  const { id: knowledgeBaseId, endpoint, labelAttribute, goodScore } = knowledgeBase;
  const client = new BedrockAgentRuntimeClient({
    region,
    ...(endpoint === null ? {} : { endpoint }),
    // The one layer of retries: the turn goes on without an answer.
    maxAttempts: knowledgeBaseLimits.attempts,
    requestHandler: awsHttp({ ...timers, sockets }),
  });

  async function ask(question: string, labels: readonly string[], wanted: number, signal: AbortSignal) {
    const text = question.slice(0, knowledgeBaseLimits.questionCharacters).toWellFormed().trim();
    if (text === '') return [];
    const { retrievalResults = [] } = await client.send(
      new RetrieveCommand({
        knowledgeBaseId,
        retrievalQuery: { text },
        retrievalConfiguration: {
          vectorSearchConfiguration: {
            numberOfResults: wanted,
            ...(labelAttribute === null ? {} : { filter: accessFilter(labelAttribute, labels) }),
          },
        },
      }),
      { abortSignal: signal },
    );
    if (labelAttribute === null) return retrievalResults;
    const visible = retrievalResults.filter((result) => isVisible(result, labelAttribute, labels));
    const kept = retrievalResults.length - visible.length;
    if (kept > 0)
      logger.warn({ results: kept }, 'the knowledge base gave what the asker may not see: it is left out');
    return visible;
  }

  return {
    // Kept answers are those of what this may find, as it is set.
    name: ['bedrock', knowledgeBaseId, labelAttribute, goodScore].join(':'),
    retrieve: async ({ question, language, labels, limit, signal }) => {
      signal?.throwIfAborted();
      const timeout = AbortSignal.timeout(timers.totalMs);
      // Several chunks of one document are near together.
      const wanted = Math.min(limit * 3, knowledgeBaseLimits.results);
      const results = await ask(
        question,
        labels,
        wanted,
        signal ? AbortSignal.any([signal, timeout]) : timeout,
      ).catch((error: unknown) => {
        if (signal?.aborted) throw signal.reason;
        throw timeout.aborted ? timeout.reason : error;
      });
      const chunks = results
        .flatMap((result) => readResult(result, language) ?? [])
        .filter(({ score }) => score >= goodScore * SHOWN_SHARE)
        .sort((a, b) => b.score - a.score);
      return { chunks: spread(chunks, limit), weak: (chunks[0]?.score ?? 0) < goodScore };
    },
    close: () => client.destroy(),
  };
}
