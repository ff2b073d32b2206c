import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type BedrockStandIn, createBedrockStandIn } from '../../../dev/bedrock/stand-in.js';
import { eventually } from '../../support/eventually.js';
import { converse, createClient, user } from './client.js';

let standIn: BedrockStandIn;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  standIn = await createBedrockStandIn({ pace: { firstTokenMs: 0, tokenMs: 0 } });
  client = createClient(standIn.url);
});

afterEach(() => {
  standIn.control.clearScripts();
  standIn.control.clearRequests();
});

afterAll(async () => {
  client.destroy();
  await standIn.close();
});

const lastRequest = () => standIn.control.requests().at(-1);

describe('an answer that goes well', () => {
  test('comes as messageStart, one delta a token, contentBlockStop, messageStop, metadata', async () => {
    standIn.control.script({ answer: 'Ten words or so are enough to be cut into tokens.' });
    const heard = await converse(client, [user('hello')]);
    expect(heard.error).toBeUndefined();
    expect(heard.events).toEqual(['messageStart', 'contentBlockStop', 'messageStop', 'metadata']);
    expect(heard.stopReason).toBe('end_turn');
    expect(heard.deltas.length).toBeGreaterThan(8);
    expect(heard.usage?.outputTokens).toBe(heard.deltas.length);
  });

  test.each([
    ['plain', 'A gateway costs $0.045 per hour.'],
    ['white space', '  two  spaces\n\n\n1. a\n\t- b   \r\nend \n'],
    ['accents and emoji', 'Réponse prête à l’emploi 👩‍👩‍👧 👍🏽 🇫🇷 é́ fin'],
    ['a long word', 'x'.repeat(5_000)],
  ])('is the exact text, character for character: %s', async (_, answer) => {
    standIn.control.script({ answer });
    const heard = await converse(client, [user('hello')]);
    expect(heard.text).toBe(answer);
    for (const delta of heard.deltas) expect(delta.isWellFormed()).toBe(true);
    expect(lastRequest()).toMatchObject({ text: answer, outcome: 'completed' });
  });

  test('passes the checksums however the bytes are cut', async () => {
    for (const splitBytes of [1, 3, 11, 64]) {
      standIn.control.script({ answer: 'Cut in odd places — é 👍.', splitBytes, times: 1 });
      const heard = await converse(client, [user('hello')]);
      expect(heard).toMatchObject({ text: 'Cut in odd places — é 👍.', error: undefined });
    }
  });

  test('holds a megabyte when the reader is slow', async () => {
    standIn.control.script({ answer: 'All of it arrives. ', lengthTokens: 1_000, tokenChars: 1_000 });
    const heard = await converse(client, [user('hello')]);
    expect(heard.error).toBeUndefined();
    expect(heard.deltas).toHaveLength(1_000);
    expect(heard.text).toBe(lastRequest()?.text);
  });

  test('keeps the pace that was asked for', async () => {
    standIn.control.script({ answer: 'one two three four five', firstTokenMs: 60, tokenMs: 20 });
    const before = performance.now();
    const heard = await converse(client, [user('hello')]);
    expect(performance.now() - before).toBeGreaterThanOrEqual(60 + 20 * (heard.deltas.length - 1));
    expect(heard.text).toBe('one two three four five');
  });

  test('is given whole by Converse', async () => {
    standIn.control.script({ answer: 'All at once.' });
    const answer = await client.send(new ConverseCommand({ modelId: 'any', messages: [user('hello')] }));
    expect(answer.output?.message?.content).toEqual([{ text: 'All at once.' }]);
    expect(answer.stopReason).toBe('end_turn');
  });

  test('is cut at maxTokens, and says so', async () => {
    standIn.control.script({ answer: 'far more than three tokens of text' });
    const answer = await client.send(
      new ConverseCommand({ modelId: 'any', messages: [user('hi')], inferenceConfig: { maxTokens: 3 } }),
    );
    expect(answer).toMatchObject({ stopReason: 'max_tokens', usage: { outputTokens: 3 } });
  });
});

describe('a fault', () => {
  test.each([
    ['ThrottlingException', 429],
    ['AccessDeniedException', 403],
    ['ServiceUnavailableException', 503],
    ['ModelNotReadyException', 429],
    ['InternalServerException', 500],
  ])('before the stream is the client’s own %s', async (type, status) => {
    standIn.control.script({ httpError: { status, type, message: 'Not now.' } });
    await expect(converse(client, [user('hello')])).rejects.toMatchObject({
      name: type,
      message: 'Not now.',
      $metadata: { httpStatusCode: status },
    });
    expect(lastRequest()).toMatchObject({ outcome: 'refused', error: { status, type } });
  });

  test.each([
    'ThrottlingException',
    'ModelStreamErrorException',
    'InternalServerException',
    'ServiceUnavailableException',
    'ValidationException',
  ])('inside the stream is the client’s own %s, after the text that was sent', async (type) => {
    standIn.control.script({ answer: 'one two three four five', streamException: { type, afterTokens: 2 } });
    const heard = await converse(client, [user('hello')]);
    expect(heard.error?.name).toBe(type);
    expect(heard.text).toBe('one two');
    expect(lastRequest()).toMatchObject({ outcome: 'cut', text: 'one two', tokensSent: 2 });
  });

  test('of a proxy is a page of HTML', async () => {
    standIn.control.script({ htmlError: 502 });
    await expect(converse(client, [user('hello')])).rejects.toMatchObject({
      $metadata: { httpStatusCode: 502 },
    });
  });

  test('that resets the connection before the headers reaches the client as such', async () => {
    standIn.control.script({ resetBeforeHeaders: true });
    await expect(converse(client, [user('hello')])).rejects.toThrow('ECONNRESET');
  });

  test('that resets it in the stream keeps what was sent before', async () => {
    standIn.control.script({ answer: 'one two six four five', resetAfterTokens: 3 });
    const heard = await converse(client, [user('hello')]);
    expect(heard.error?.message).toBe('aborted');
    expect(heard.text).toBe('one two six');
  });

  test('that garbles a frame fails its checksum', async () => {
    standIn.control.script({ answer: 'one two three', garbageAfterTokens: 2 });
    const heard = await converse(client, [user('hello')]);
    expect(heard.error?.message).toMatch(/checksum/);
    expect(heard.text).toBe('one two');
  });

  test('that ends cleanly without messageStop is told by nothing but its absence', async () => {
    standIn.control.script({ answer: 'one two three', endWithoutStop: true });
    const heard = await converse(client, [user('hello')]);
    expect(heard).toMatchObject({ text: 'one two three', events: ['messageStart'], error: undefined });
    expect(lastRequest()?.outcome).toBe('cut');
  });

  test('that says nothing still ends with messageStop', async () => {
    standIn.control.script({ empty: true });
    const heard = await converse(client, [user('hello')]);
    expect(heard).toMatchObject({ text: '', stopReason: 'end_turn' });
  });

  test('names the reason for stopping that was asked for', async () => {
    standIn.control.script({ stopReason: 'model_context_window_exceeded' });
    expect(await converse(client, [user('hello')])).toMatchObject({
      stopReason: 'model_context_window_exceeded',
    });
  });
});

describe('a client that leaves', () => {
  test.each([
    ['while nothing has been said', { silentBefore: true }, 0],
    ['after a silence in the stream', { answer: 'one two three four', silentAfterTokens: 2 }, 2],
    ['while tokens come', { answer: 'on and on ', lengthTokens: 100_000, tokenMs: 10 }, 1],
  ])('%s is noticed within a second', async (_, behaviour, tokens) => {
    standIn.control.script(behaviour);
    const leave = new AbortController();
    const heard = converse(client, [user('hello')], 'any', leave.signal).catch((error: Error) => error);
    await eventually('the request to be under way', () => (lastRequest()?.tokensSent ?? -1) >= tokens);
    const left = Date.now();
    leave.abort();
    await heard;
    const closed = await eventually('the stand-in to see the socket close', () =>
      standIn.control.requests({ outcome: 'clientClosed' }).at(-1),
    );
    expect((closed.endedAt ?? 0) - left).toBeLessThan(1_000);
  });
});
