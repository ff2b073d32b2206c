import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { awsHttp } from '../../aws-http.js';
import type { Family } from './families.js';
import { vectorLimits } from './limits.js';

export interface Embedder {
  readonly modelId: string;
  readonly nearFrom: number;
  /** In their order. As many requests as it takes, a few at once. Rejects for whatever the model does. */
  documents(texts: readonly string[], signal: AbortSignal): Promise<number[][]>;
  /** Rejects when it takes too long. */
  question(text: string, signal?: AbortSignal): Promise<number[]>;
  close(): void;
}

/** Vectors by `InvokeModel` of Bedrock. */
export function createEmbedder(deps: {
  region: string;
  endpoint: string | null;
  modelId: string;
  family: Family;
  sockets: number;
  limits?: { [K in 'connectMs' | 'documentsMs' | 'questionMs']: number };
}): Embedder {
  const { region, endpoint, modelId, family, sockets, limits = vectorLimits } = deps;
  // Nobody asks again for a question; texts of documents are asked for again by the client, and by the next job.
  const [once, patient] = [1, vectorLimits.attempts].map(
    (maxAttempts) =>
      new BedrockRuntimeClient({
        region,
        ...(endpoint === null ? {} : { endpoint }),
        maxAttempts,
        requestHandler: awsHttp({ connectMs: limits.connectMs, answerMs: limits.documentsMs, sockets }),
      }),
  ) as [BedrockRuntimeClient, BedrockRuntimeClient];

  async function ask(
    client: BedrockRuntimeClient,
    texts: readonly string[],
    purpose: 'document' | 'question',
    signal: AbortSignal,
  ): Promise<number[][]> {
    const cut = texts.map((text) => text.slice(0, vectorLimits.textCharacters).toWellFormed());
    const { body } = await client.send(
      new InvokeModelCommand({
        modelId,
        contentType: 'application/json',
        accept: 'application/json',
        body: JSON.stringify(family.request(cut, purpose)),
      }),
      { abortSignal: signal },
    );
    return family.read(JSON.parse(new TextDecoder().decode(body)), texts.length);
  }

  return {
    modelId,
    nearFrom: family.nearFrom,
    documents: async (texts, signal) => {
      const vectors: number[][] = [];
      const width = family.batch * vectorLimits.atOnce;
      for (let at = 0; at < texts.length; at += width) {
        const wave = texts.slice(at, at + width);
        const parts = Array.from({ length: Math.ceil(wave.length / family.batch) }, (_, part) =>
          wave.slice(part * family.batch, (part + 1) * family.batch),
        );
        const found = await Promise.all(parts.map((part) => ask(patient, part, 'document', signal)));
        vectors.push(...found.flat());
      }
      return vectors;
    },
    question: async (text, signal) => {
      const timeout = AbortSignal.timeout(limits.questionMs);
      const ends = signal ? AbortSignal.any([signal, timeout]) : timeout;
      const [vector = []] = await ask(once, [text], 'question', ends).catch((error: unknown) => {
        if (signal?.aborted) throw signal.reason;
        throw timeout.aborted ? timeout.reason : error;
      });
      return vector;
    },
    close: () => {
      once.destroy();
      patient.destroy();
    },
  };
}
