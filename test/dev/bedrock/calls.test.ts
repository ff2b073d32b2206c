import { InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type BedrockStandIn, createBedrockStandIn } from '../../../dev/bedrock/stand-in.js';
import { createClient } from './client.js';

let standIn: BedrockStandIn;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  standIn = await createBedrockStandIn();
  client = createClient(standIn.url);
});
afterEach(async () => {
  for (const what of ['scripts', 'calls', 'documents']) {
    await fetch(`${standIn.url}/control/${what}`, { method: 'DELETE' });
  }
});
afterAll(async () => {
  client.destroy();
  await standIn.close();
});

const put = (what: string, body: unknown) =>
  fetch(`${standIn.url}/control/${what}`, { method: 'PUT', body: JSON.stringify(body) });
const retrieve = async (filter?: unknown) => {
  const response = await fetch(`${standIn.url}/knowledgebases/ABCDEFGHIJ/retrieve`, {
    method: 'POST',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=stand-in' },
    body: JSON.stringify({
      retrievalQuery: { text: 'falcon' },
      retrievalConfiguration: {
        vectorSearchConfiguration: { numberOfResults: 10, ...(filter ? { filter } : {}) },
      },
    }),
  });
  const body = await response.json();
  return {
    status: response.status,
    uris: body.retrievalResults?.map((r: Found) => r.location.s3Location.uri),
  };
};
type Found = { location: { s3Location: { uri: string } } };
const invoke = (modelId: string, body: unknown) =>
  client.send(new InvokeModelCommand({ modelId, body: JSON.stringify(body) }));

describe('the stand-in’s knowledge base', () => {
  test.each([
    [{ equals: { key: 'label', value: 'a' } }, ['a']],
    [{ notEquals: { key: 'label', value: 'a' } }, ['b', 'none']],
    [{ in: { key: 'label', value: ['a', 'b'] } }, ['a', 'b']],
    [{ notIn: { key: 'label', value: ['a', 'b'] } }, ['none']],
    [
      { orAll: [{ equals: { key: 'label', value: 'b' } }, { startsWith: { key: 'title', value: 'No' } }] },
      ['b', 'none'],
    ],
    [
      {
        andAll: [{ stringContains: { key: 'title', value: 'o' } }, { equals: { key: 'label', value: 'b' } }],
      },
      ['b'],
    ],
    [{ listContains: { key: 'label', value: 'a' } }, []],
  ])('filters by %j as AWS documents it', async (filter, found) => {
    await put('documents', [
      { uri: 'a', metadata: { label: 'a' }, chunks: ['falcon'] },
      { uri: 'b', metadata: { label: 'b', title: 'of b' }, chunks: ['falcon'] },
      { uri: 'none', metadata: { title: 'None' }, chunks: ['falcon'] },
    ]);
    expect((await retrieve(filter)).uris).toEqual(found);
  });

  test('refuses what the service would, and documents that are none', async () => {
    expect((await retrieve({ equals: { key: 'x' } })).status).toBe(400);
    expect((await retrieve({ andAll: [] })).status).toBe(400);
    expect((await put('documents', [{ uri: 'a' }])).status).toBe(400);
  });

  test('a script for models leaves searches alone, and one for searches leaves models alone', async () => {
    const httpError = { status: 503, type: 'ServiceUnavailableException' };
    await put('scripts', { httpError });
    expect((await retrieve()).status).toBe(200);
    await put('scripts', { httpError, operation: 'retrieve' });
    expect((await retrieve()).status).toBe(503);
    const { calls } = await (await fetch(`${standIn.url}/control/calls`)).json();
    expect(calls).toHaveLength(2);
  });
});

describe('the stand-in’s embeddings', () => {
  const cohere = 'cohere.embed-multilingual-v3';
  test('are the same each time, of length 1, and refuse what the models refuse', async () => {
    const embed = async () => {
      const { body } = await invoke('amazon.titan-embed-text-v2:0', { inputText: 'falcon', dimensions: 256 });
      return JSON.parse(new TextDecoder().decode(body)).embedding as number[];
    };
    const vector = await embed();
    expect(vector).toHaveLength(256);
    expect(Math.hypot(...vector)).toBeCloseTo(1);
    expect(await embed()).toEqual(vector);
    for (const body of [
      { texts: Array(97).fill('falcon'), input_type: 'search_document' },
      { texts: ['x'.repeat(2_049)], input_type: 'search_document' },
      { texts: ['falcon'] },
    ]) {
      await expect(invoke(cohere, body)).rejects.toMatchObject({ name: 'ValidationException' });
    }
    await expect(invoke('meta.llama3', { prompt: 'x' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
