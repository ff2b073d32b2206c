import { z } from 'zod';
import type { Refusal } from '../errors.js';
import { validationRefusal } from '../errors.js';
import { termsOf } from '../model/terms.js';
import { type GivenDocument, givenDocuments, type StoredChunk, sampleDocuments, store } from './documents.js';
import { type Filter, filterSchema, meets } from './filter.js';

const requestSchema = z.strictObject({
  retrievalQuery: z.strictObject({ text: z.string().min(1).max(1_000), type: z.literal('TEXT').optional() }),
  retrievalConfiguration: z
    .strictObject({
      vectorSearchConfiguration: z
        .strictObject({
          numberOfResults: z.number().int().min(1).max(100).default(5),
          overrideSearchType: z.enum(['HYBRID', 'SEMANTIC']).optional(),
          filter: filterSchema.optional(),
        })
        .default({ numberOfResults: 5 }),
    })
    .optional(),
});

export interface RetrieveRequest {
  question: string;
  numberOfResults: number;
  filter: Filter | null;
}

export interface KnowledgeBase {
  /** In place of what is there; without any, the sample documents. Throws a ZodError. */
  give(documents: readonly GivenDocument[] | null): void;
  /** The answer as it is on the wire. */
  retrieve(request: RetrieveRequest): unknown;
}

export function readRetrieveRequest(body: unknown): { request: RetrieveRequest } | { refusal: Refusal } {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) return { refusal: validationRefusal(z.prettifyError(parsed.error)) };
  const { retrievalQuery, retrievalConfiguration } = parsed.data;
  const { numberOfResults = 5, filter } = retrievalConfiguration?.vectorSearchConfiguration ?? {};
  return { request: { question: retrievalQuery.text, numberOfResults, filter: filter ?? null } };
}

/** Scores by the share of the question's concepts that a chunk or its title mentions: no embeddings stand behind it. */
export function createKnowledgeBase(): KnowledgeBase {
  let chunks: StoredChunk[] | null = null;
  return {
    give: (documents) => {
      chunks = documents && store(givenDocuments.parse(documents));
    },
    retrieve: ({ question, numberOfResults, filter }) => {
      chunks ??= store(sampleDocuments());
      const asked = new Set(termsOf(question).map(({ concept }) => concept));
      const ranked = chunks
        .filter((chunk) => !filter || meets(filter, chunk))
        .map((chunk) => ({ chunk, score: scoreOf(chunk, asked) }))
        .sort((a, b) => b.score - a.score)
        .slice(0, numberOfResults);
      return { retrievalResults: ranked.map(({ chunk, score }) => onTheWire(chunk, score)) };
    },
  };
}

/** A vector store gives something for any question, however far away: never 0. */
function scoreOf({ concepts, text }: StoredChunk, asked: ReadonlySet<string>): number {
  const shared = [...asked].filter((concept) => concepts.has(concept)).length;
  // Of two that mention the same the shorter one says more of it.
  return 0.1 + 0.85 * (shared / Math.max(1, asked.size)) + 0.05 / (1 + text.length / 1_000);
}

function onTheWire({ id, uri, text, metadata }: StoredChunk, score: number) {
  return {
    content: { text, type: 'TEXT' },
    location: { type: 'S3', s3Location: { uri } },
    metadata: {
      ...metadata,
      'x-amz-bedrock-kb-source-uri': uri,
      'x-amz-bedrock-kb-chunk-id': id,
      'x-amz-bedrock-kb-data-source-id': 'STANDIN000',
    },
    score,
  };
}
