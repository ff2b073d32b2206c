import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type BedrockStandIn, createBedrockStandIn } from '../../../../dev/bedrock/stand-in.js';
import { createEmbedder, type Embedder } from '../../../../worker/knowledge/vectors/embedder.js';
import { type Family, familyOf } from '../../../../worker/knowledge/vectors/families.js';

const titan = 'amazon.titan-embed-text-v2:0';
const cohere = 'cohere.embed-multilingual-v3';
const patient = { connectMs: 10_000, documentsMs: 10_000, questionMs: 10_000 };

let standIn: BedrockStandIn;
const opened: Embedder[] = [];
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = 'stand-in';
  process.env.AWS_SECRET_ACCESS_KEY = 'stand-in';
  standIn = await createBedrockStandIn();
});
afterEach(() => {
  standIn.control.clearScripts();
  standIn.control.clearCalls();
  for (const embedder of opened.splice(0)) embedder.close();
});
afterAll(() => standIn.close());

/** The real client, against the stand-in. */
function open(modelId: string, limits = patient): Embedder {
  const family = familyOf(modelId) as Family;
  const endpoint = standIn.url;
  const embedder = createEmbedder({ region: 'eu-west-1', endpoint, modelId, family, sockets: 10, limits });
  opened.push(embedder);
  return embedder;
}
const never = new AbortController().signal;
const texts = (count: number) => Array.from({ length: count }, (_, at) => `Text number ${at} about falcons`);
const bodies = () => standIn.control.calls().map(({ body }) => body as Record<string, unknown>);

describe.each([titan, cohere, `eu.${cohere}`])('vectors by %s', (modelId) => {
  test('one for each text, in their order, and for a question one that is near to its text', async () => {
    const embedder = open(modelId);
    const vectors = await embedder.documents(
      ['NAT gateways cost money', 'Falcons have wings', ''.padEnd(9_000, 'long ')],
      never,
    );
    expect(vectors.map((vector) => vector.length)).toEqual([1_024, 1_024, 1_024]);
    const question = await embedder.question('What is the price of a NAT gateway?');
    const cosine = (vector: number[] = []) =>
      vector.reduce((sum, value, at) => sum + value * (question[at] ?? 0), 0);
    expect(cosine(vectors[0])).toBeGreaterThan(0.3);
    expect(cosine(vectors[1])).toBeLessThan(0.2);
  });

  test('a throttled request for documents is made again, one for a question is not', async () => {
    const embedder = open(modelId);
    standIn.control.script({
      operation: 'invoke',
      times: 1,
      httpError: { status: 429, type: 'ThrottlingException' },
    });
    expect(await embedder.documents(['falcon'], never)).toHaveLength(1);
    expect(standIn.control.calls()).toHaveLength(2);
    standIn.control.script({
      operation: 'invoke',
      times: 1,
      httpError: { status: 429, type: 'ThrottlingException' },
    });
    await expect(embedder.question('falcon')).rejects.toThrow('Scripted');
    expect(standIn.control.calls()).toHaveLength(3);
  });

  test('a question waits for so long and no longer, and ends with its turn', async () => {
    const embedder = open(modelId, { ...patient, questionMs: 200 });
    standIn.control.script({ operation: 'invoke', silentBefore: true });
    await expect(embedder.question('falcon')).rejects.toThrow(/timeout/);
    const turn = new AbortController();
    const asked = open(modelId).question('falcon', turn.signal);
    turn.abort(new Error('stopped by the user'));
    await expect(asked).rejects.toThrow('stopped by the user');
  });
});

test('Cohere is asked for 96 texts at once, and told what they are for', async () => {
  expect(await open(cohere).documents(texts(200), never)).toHaveLength(200);
  expect(
    bodies()
      .map(({ texts, input_type }) => [(texts as string[]).length, input_type])
      .sort(),
  ).toEqual([
    [8, 'search_document'],
    [96, 'search_document'],
    [96, 'search_document'],
  ]);
  await open(cohere).question('falcon');
  expect(bodies().at(-1)).toMatchObject({ texts: ['falcon'], input_type: 'search_query' });
});

test('Titan is asked for one text at a time, by four requests at once', async () => {
  standIn.control.script({ operation: 'invoke', firstTokenMs: 300 });
  expect(await open(titan).documents(texts(6), never)).toHaveLength(6);
  const came = standIn.control.calls().map(({ receivedAt }) => receivedAt);
  expect(came).toHaveLength(6);
  // The fifth waits until the first four are answered. Timers may be early by a millisecond or so.
  expect((came[4] ?? 0) - (came[0] ?? 0)).toBeGreaterThanOrEqual(290);
  expect((came[3] ?? 0) - (came[0] ?? 0)).toBeLessThan(290);
  expect(bodies()).toContainEqual({
    inputText: 'Text number 0 about falcons',
    dimensions: 1_024,
    normalize: true,
  });
});

test('an answer that lacks a vector is no answer', () => {
  const vector = new Array(1_024).fill(0);
  expect(() => familyOf(cohere)?.read({ embeddings: [vector] }, 2)).toThrow();
  expect(() => familyOf(titan)?.read({ embedding: vector.slice(1) }, 1)).toThrow();
  expect(() => familyOf(titan)?.read({ embedding: [...vector.slice(1), null] }, 1)).toThrow();
  expect(familyOf('amazon.titan-embed-text-v1')).toBeNull();
});
