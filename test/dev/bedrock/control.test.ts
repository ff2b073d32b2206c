import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { ScriptInput } from '../../../dev/bedrock/behaviour.js';
import { createRequestLog } from '../../../dev/bedrock/request-log.js';
import { type BedrockStandIn, createBedrockStandIn } from '../../../dev/bedrock/stand-in.js';
import { converse, createClient, user } from './client.js';

let standIn: BedrockStandIn;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  standIn = await createBedrockStandIn({ pace: { firstTokenMs: 0, tokenMs: 0 } });
  client = createClient(standIn.url);
});

afterEach(async () => {
  await fetch(`${standIn.url}/control/scripts`, { method: 'DELETE' });
  await fetch(`${standIn.url}/control/requests`, { method: 'DELETE' });
});

afterAll(async () => {
  client.destroy();
  await standIn.close();
});

const put = (script: unknown) =>
  fetch(`${standIn.url}/control/scripts`, { method: 'PUT', body: JSON.stringify(script) });
const say = async (question: string) => (await converse(client, [user(question)])).text;
const throttled: ScriptInput = { httpError: { status: 429, type: 'ThrottlingException' } };

test('a script applies as often as it says, then the next one does', async () => {
  await put({ answer: 'first', times: 1 });
  await put({ answer: 'second', times: 2 });
  await put({ answer: 'for good' });
  const said = [];
  for (let turn = 0; turn < 5; turn++) said.push(await say('q'));
  expect(said).toEqual(['first', 'second', 'second', 'for good', 'for good']);
});

test('a script for one question comes before one for all', async () => {
  await put({ answer: 'for all' });
  await put({ answer: 'for gateways', match: 'gateway' });
  expect(await say('What about a gateway?')).toBe('for gateways');
  expect(await say('What about a queue?')).toBe('for all');
});

test('a script for one model leaves the others alone', async () => {
  await put({ answer: 'by another model', model: 'amazon.nova-pro-v1:0' });
  await put({ answer: 'by this one', model: 'anthropic.claude-sonnet-4' });
  expect(await say('Who are you?')).toBe('by this one');
});

test('a share of the requests is the same share in each run', async () => {
  const run = async () => {
    await fetch(`${standIn.url}/control/scripts`, { method: 'DELETE' });
    await put({ ...throttled, probability: 0.2 });
    const failed: number[] = [];
    for (let turn = 0; turn < 60; turn++) await say('hello').catch(() => failed.push(turn));
    return failed;
  };
  const first = await run();
  expect(first.length).toBeGreaterThan(4);
  expect(first.length).toBeLessThan(22);
  expect(await run()).toEqual(first);
});

test('what was asked and sent can be read by another process, attempt by attempt', async () => {
  await put({
    answer: 'one two three',
    streamException: { type: 'ThrottlingException', afterTokens: 1 },
    times: 1,
  });
  await put({ answer: 'one two three' });
  const question = '<question id="abc">\nWhich one?\n</question id="abc">';
  await converse(client, [user(question)]);
  await converse(client, [user(question)]);
  await say('something else');
  const response = await fetch(`${standIn.url}/control/requests?question=Which`);
  const { requests } = (await response.json()) as { requests: unknown[] };
  expect(requests).toEqual([
    expect.objectContaining({ question: 'Which one?', attempt: 1, outcome: 'cut', text: 'one' }),
    expect.objectContaining({
      question: 'Which one?',
      attempt: 2,
      outcome: 'completed',
      text: 'one two three',
    }),
  ]);
});

test.each([
  ['an unknown field', { anser: 'typo' }, 'anser'],
  ['a wrong value', { tokenMs: -1 }, 'tokenMs'],
  ['no object', 'text', 'expected object'],
])('a script with %s is refused by name', async (_, script, reason) => {
  const response = await put(script);
  expect(response.status).toBe(400);
  expect(((await response.json()) as { error: string }).error).toContain(reason);
});

test('an unknown route under /control is a 404', async () => {
  expect((await fetch(`${standIn.url}/control/other`)).status).toBe(404);
});

test('the record of requests keeps the newest, and no more text than it may', () => {
  const log = createRequestLog({ maxRecords: 100, maxChars: 1_000 });
  for (let count = 0; count < 300; count++) {
    log.open({ operation: 'converse', modelId: 'm', question: 'q', digest: false }).text = 'x'.repeat(99);
  }
  const kept = log.list();
  expect(kept.map((record) => record.id)).toEqual([291, 292, 293, 294, 295, 296, 297, 298, 299, 300]);
});
