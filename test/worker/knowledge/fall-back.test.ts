import { beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { knowledgeBaseLimits } from '../../../worker/knowledge/bedrock/limits.js';
import { createFallingBack } from '../../../worker/knowledge/fall-back.js';
import type { Retrieved, Retriever } from '../../../worker/knowledge/retriever.js';

const found = (title: string): Retrieved => ({
  chunks: [
    { documentId: '1', ordinal: 0, title, path: '', url: null, text: title, language: 'en', score: 0.9 },
  ],
  weak: false,
});
const failure = (name: string) => Object.assign(new Error(name), { name });

let clock: number;
let asked: number;
let answer: () => Promise<Retrieved>;
let registry: Registry;
let retriever: Retriever;
beforeEach(() => {
  clock = 0;
  asked = 0;
  registry = new Registry();
  retriever = createFallingBack({
    first: {
      name: 'bedrock:X',
      retrieve: () => {
        asked += 1;
        return answer();
      },
    },
    otherwise: { name: 'postgres', retrieve: async () => found('Postgres') },
    register: registry,
    logger: pino({ level: 'silent' }),
    now: () => clock,
  });
});

const ask = (signal?: AbortSignal) =>
  retriever.retrieve({ question: 'q', language: 'en', labels: [], limit: 5, ...(signal && { signal }) });
const counted = async (outcome: string) => {
  const { values } = (await registry.getSingleMetric('aside_knowledge_base_searches_total')?.get()) ?? {};
  return values?.find(({ labels }) => labels.outcome === outcome)?.value ?? 0;
};

describe('a knowledge base with Postgres behind it', () => {
  test('answers alone while it answers', async () => {
    answer = async () => found('Bedrock');
    expect(await ask()).toEqual(found('Bedrock'));
    expect(await counted('answered')).toBe(1);
  });

  test('one that fails leaves it to Postgres, whose evidence is weak then; and is left in peace for a while', async () => {
    answer = () => Promise.reject(failure('ThrottlingException'));
    expect(await ask()).toEqual({ ...found('Postgres'), weak: true, degraded: true });
    clock += knowledgeBaseLimits.restMs - 1;
    expect(await ask()).toMatchObject({ degraded: true });
    expect(asked).toBe(1);
    expect([await counted('failed'), await counted('rested')]).toEqual([1, 1]);
    clock += 1;
    answer = async () => found('Bedrock');
    expect(await ask()).toEqual(found('Bedrock'));
  });

  test('a question that it refuses keeps no other one back', async () => {
    answer = () => Promise.reject(failure('ValidationException'));
    expect(await ask()).toMatchObject({ degraded: true });
    expect(await ask()).toMatchObject({ degraded: true });
    expect(asked).toBe(2);
  });

  test('a turn that ends is no failure, and nobody is asked for it', async () => {
    const turn = new AbortController();
    answer = async () => {
      turn.abort(new Error('stopped'));
      throw failure('AbortError');
    };
    await expect(ask(turn.signal)).rejects.toThrow('stopped');
    answer = async () => found('Bedrock');
    expect(await ask()).toEqual(found('Bedrock'));
    expect(await counted('failed')).toBe(0);
  });
});
