import { z } from 'zod';
import { type Refusal, unknownModel, validationRefusal } from '../errors.js';
import { embed } from './embed.js';

/** As long as Titan takes it (about 8,192 tokens), and Cohere. */
const MAX_TITAN_CHARACTERS = 50_000;
const MAX_COHERE_CHARACTERS = 2_048;
const MAX_COHERE_TEXTS = 96;

const titan = z.strictObject({
  inputText: z.string().min(1).max(MAX_TITAN_CHARACTERS),
  dimensions: z.union([z.literal(256), z.literal(512), z.literal(1_024)]).default(1_024),
  normalize: z.boolean().default(true),
});
const cohere = z.strictObject({
  texts: z.array(z.string().max(MAX_COHERE_CHARACTERS)).min(1).max(MAX_COHERE_TEXTS),
  input_type: z.enum(['search_document', 'search_query', 'classification', 'clustering']),
  truncate: z.enum(['NONE', 'START', 'END']).default('NONE'),
});

/** What is asked: the texts, and how the answer looks on the wire. */
export interface InvokeRequest {
  texts: string[];
  answer(): unknown;
}

/** InvokeModel of the two families of embeddings. */
export function readInvokeRequest(
  modelId: string,
  body: unknown,
): { request: InvokeRequest } | { refusal: Refusal } {
  if (modelId.includes('amazon.titan-embed-text-v2')) {
    const read = titan.safeParse(body);
    if (!read.success) return { refusal: validationRefusal(z.prettifyError(read.error)) };
    const { inputText, dimensions } = read.data;
    const answer = () => ({
      embedding: embed(inputText, dimensions),
      inputTextTokenCount: Math.ceil(inputText.length / 4),
    });
    return { request: { texts: [inputText], answer } };
  }
  if (modelId.includes('cohere.embed-')) {
    const read = cohere.safeParse(body);
    if (!read.success) return { refusal: validationRefusal(z.prettifyError(read.error)) };
    const { texts } = read.data;
    const answer = () => ({
      id: 'stand-in',
      response_type: 'embeddings_floats',
      texts,
      embeddings: texts.map((text) => embed(text, 1_024)),
    });
    return { request: { texts, answer } };
  }
  return { refusal: unknownModel };
}
