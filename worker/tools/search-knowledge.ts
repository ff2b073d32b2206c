import { z } from 'zod';
import type { Retriever } from '../knowledge/retriever.js';
import { fenceSource } from '../prompt/fence.js';
import { createTool, type Tool } from './tool.js';

/** Of one call: the sources that it finds, and the characters of what is searched for. */
export const searchLimits = { sources: 3, queryCharacters: 400 } as const;

const input = z.strictObject({
  query: z
    .string()
    .trim()
    .min(1)
    .max(searchLimits.queryCharacters)
    .describe('A question or a few telling words'),
});

/** What it finds is fenced and numbered like the sources that came with the question, and may be cited like them. */
export function createSearchKnowledge({ retriever }: { retriever: Retriever }): Tool {
  return createTool({
    name: 'search_knowledge',
    description:
      'Searches the knowledge base once more, in other words or for another part of the question. What it finds are numbered sources.',
    input,
    run: async ({ query }, { language, labels, nonce, signal, onDegraded, cite }) => {
      const { chunks, degraded } = await retriever.retrieve({
        question: query,
        language,
        labels,
        limit: searchLimits.sources,
        signal,
      });
      if (degraded) onDegraded();
      const found = cite(chunks);
      return {
        result: { sources: found.map(({ number, title, path }) => ({ number, title, path })) },
        text:
          found.length === 0
            ? 'Nothing was found.'
            : found.map((chunk) => fenceSource(chunk, nonce)).join(''),
      };
    },
  });
}
