import { ConverseStreamCommand, type Message } from '@aws-sdk/client-bedrock-runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BedrockStandIn, createBedrockStandIn } from '../../../dev/bedrock/stand-in.js';
import { converse, createClient, user } from './client.js';

const arn = 'arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-v1:0';
const assistant = (text: string): Message => ({ role: 'assistant', content: [{ text }] });

let standIn: BedrockStandIn;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  standIn = await createBedrockStandIn({ pace: { firstTokenMs: 0, tokenMs: 0 }, models: ['known', arn] });
  client = createClient(standIn.url);
});

afterAll(async () => {
  client.destroy();
  await standIn.close();
});

describe('a conversation that Bedrock would refuse is refused', () => {
  test.each<[string, Message[], RegExp]>([
    ['nothing in it', [], /at least one message/],
    ['the assistant first', [assistant('hi'), user('hello')], /start with a user/],
    ['the user twice in a row', [user('a'), user('b')], /alternate/],
    ['the assistant twice in a row', [user('a'), assistant('b'), assistant('c'), user('d')], /alternate/],
    ['the assistant last', [user('a'), assistant('b')], /end with a user/],
    ['a blank text', [user(' \n ')], /messages\.0\.content\.0 is blank/],
    ['an empty message', [user('a'), { role: 'assistant', content: [] }, user('b')], /messages\.1 is empty/],
    ['more than the model can read', [user('word '.repeat(200_000))], /too long/],
  ])('%s', async (_, messages, reason) => {
    await expect(converse(client, messages, 'known')).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(reason),
      $metadata: { httpStatusCode: 400 },
    });
    expect(standIn.control.requests().at(-1)).toMatchObject({ outcome: 'refused', tokensSent: 0 });
  });

  test('a blank system text', async () => {
    const command = new ConverseStreamCommand({
      modelId: 'known',
      messages: [user('a')],
      system: [{ text: '' }],
    });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('a model that it does not know', async () => {
    await expect(converse(client, [user('hello')], 'unknown')).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'The provided model identifier is invalid.',
    });
  });
});

test('a model id with slashes and colons arrives whole', async () => {
  await converse(client, [user('hello')], arn);
  expect(standIn.control.requests().at(-1)).toMatchObject({ modelId: arn, outcome: 'completed' });
});

test('a request without a signature is refused', async () => {
  const response = await fetch(`${standIn.url}/model/known/converse-stream`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(403);
  expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
});

test.each([
  ['no JSON', 'not json'],
  ['no object', '[]'],
  ['a wrong role', '{"messages":[{"role":"system","content":[{"text":"a"}]}]}'],
])('a body that is %s is a ValidationException', async (_, body) => {
  const response = await fetch(`${standIn.url}/model/known/converse-stream`, {
    method: 'POST',
    headers: { authorization: 'Bearer test' },
    body,
  });
  expect(response.status).toBe(400);
  expect(response.headers.get('x-amzn-errortype')).toBe('ValidationException');
});

test('its front page says that it is a stand-in', async () => {
  expect(await (await fetch(standIn.url)).text()).toContain('Local stand-in for Amazon Bedrock');
});
