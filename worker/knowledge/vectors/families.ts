import { z } from 'zod';
import { DIMENSIONS, vectorLimits } from './limits.js';

/** How a family of models is asked, and what its answers look like. */
export interface Family {
  /** Texts in one request. */
  batch: number;
  request(texts: readonly string[], purpose: 'document' | 'question'): Record<string, unknown>;
  /** Throws a ZodError for anything else than a vector for each text. */
  read(answer: unknown, texts: number): number[][];
  /**
   * Cosine from which on something that no word of the question stands in is worth showing. By what the families give for
   * texts that have nothing to do with each other; not measured.
   */
  nearFrom: number;
}

const vector = z.array(z.number()).length(DIMENSIONS);

const titan: Family = {
  batch: 1,
  request: ([inputText]) => ({ inputText, dimensions: DIMENSIONS, normalize: true }),
  read: (answer) => [z.object({ embedding: vector }).parse(answer).embedding],
  nearFrom: 0.35,
};

const cohere: Family = {
  batch: vectorLimits.batch,
  request: (texts, purpose) => ({
    texts,
    input_type: purpose === 'document' ? 'search_document' : 'search_query',
    truncate: 'END',
  }),
  read: (answer, texts) => z.object({ embeddings: z.array(vector).length(texts) }).parse(answer).embeddings,
  nearFrom: 0.5,
};

/** Null for a model that nobody here knows how to ask. Profiles (`eu.…`) and ARNs have the model's name in them. */
export function familyOf(modelId: string): Family | null {
  if (/(?:^|[./])amazon\.titan-embed-text-v2/.test(modelId)) return titan;
  if (/(?:^|[./])cohere\.embed-(?:english|multilingual)-v3/.test(modelId)) return cohere;
  return null;
}
