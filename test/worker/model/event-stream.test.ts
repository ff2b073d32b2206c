import { crc32 } from 'node:zlib';
import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, test } from '@jest/globals';
import { eventStreamSerdeProvider } from '@smithy/core/event-streams';
import fc from 'fast-check';
import { deltaFrame, eventFrame, exceptionFrame, garbage } from '../../../dev/bedrock/frames.js';
import { eventStreamReader, MAX_MESSAGE_BYTES } from '../../../worker/model/event-stream.js';

type Message = { body: Uint8Array };
type Read = { events: unknown[]; error: string | null };

const text = new TextDecoder();
const options = {
  utf8Encoder: (bytes: Uint8Array | string) => (typeof bytes === 'string' ? bytes : text.decode(bytes)),
  utf8Decoder: (input: string) => new TextEncoder().encode(input),
};
const ours = eventStreamReader(options as never);
const theirs = eventStreamSerdeProvider(options as never);

/** As the client's own, but for its schemas. */
const deserializer = async (event: Record<string, Message>) => {
  const [[type, message]] = Object.entries(event) as [[string, Message]];
  return { [type]: JSON.parse(text.decode(message.body)) ?? {} };
};

async function read(reader: typeof ours, bytes: Buffer, cuts: readonly number[] = []): Promise<Read> {
  const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  async function* body() {
    for (let at = 1; at < places.length; at++) yield bytes.subarray(places[at - 1], places[at]);
  }
  const events: unknown[] = [];
  try {
    for await (const event of reader.deserialize(body(), deserializer)) events.push(event);
    return { events: joined(events), error: null };
  } catch (error) {
    return { events: joined(events), error: String((error as Error).message ?? JSON.stringify(error)) };
  }
}

/** With the pieces of text that follow each other as one, and nothing of what a model reasons to itself. */
function joined(events: readonly unknown[]): unknown[] {
  const result: unknown[] = [];
  for (const event of events) {
    const { delta } = (event as ConverseStreamOutput).contentBlockDelta ?? {};
    const text = delta?.reasoningContent ? '' : delta?.text;
    const last = result.at(-1);
    if (text === undefined) result.push(event);
    else if (typeof last === 'string') result[result.length - 1] = last + text;
    else result.push(text);
  }
  return result;
}

const frames = {
  start: eventFrame('messageStart', { role: 'assistant' }),
  piece: deltaFrame('Été 🙂, "quoted"\n'),
  blank: deltaFrame(''),
  none: eventFrame('contentBlockDelta', null as never),
  padded: eventFrame('contentBlockDelta', { contentBlockIndex: 1, delta: { text: 'x' }, p: 'abcdef' }),
  tool: eventFrame('contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: '{"text":' } } }),
  thought: eventFrame('contentBlockDelta', {
    contentBlockIndex: 2,
    delta: { reasoningContent: { text: 'hm' } },
  }),
  stop: eventFrame('messageStop', { stopReason: 'end_turn' }),
  long: deltaFrame('long '.repeat(30_000)),
};
const all = Buffer.concat(Object.values(frames));

describe('the reader of events', () => {
  test('reads what the client reads, however it is cut', async () => {
    const whole = await read(theirs, all);
    expect(whole.error).toBeNull();
    expect(whole.events).toHaveLength(8);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(all.length), { maxLength: 60 }), async (cuts) => {
        expect(await read(ours, all, cuts)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
    const small = Buffer.concat([frames.start, frames.piece, frames.tool, frames.stop]);
    const everywhere = Array.from({ length: small.length }, (_, at) => at);
    expect(await read(ours, small, everywhere)).toEqual(await read(theirs, small));
  });

  test.each(['throttlingException', 'modelStreamErrorException'])(
    'throws %s as the client does',
    async (type) => {
      const bytes = Buffer.concat([frames.piece, exceptionFrame(type, 'no more'), frames.piece]);
      const result = await read(ours, bytes);
      expect(result.events).toHaveLength(1);
      expect(result).toEqual(await read(theirs, bytes));
      expect(result.error).not.toBeNull();
    },
  );

  test.each([
    ['a wrong checksum', garbage('checksum'), 'checksum'],
    ['noise', garbage('noise'), 'checksum'],
    ['another length than its checksum was made of', garbage('length'), 'checksum'],
    ['the beginning of a message', garbage('unfinished'), 'ended within a message'],
    ['three bytes', frames.stop.subarray(0, 3), 'ended within a message'],
  ])('gives what came before %s, and then throws', async (_what, tail, said) => {
    const { events, error } = await read(ours, Buffer.concat([frames.start, frames.piece, tail]));
    expect(events).toHaveLength(2);
    expect(error).toContain(said);
  });

  test('gives as one piece what came together, and what is no text of the answer as a sign of life', async () => {
    const events: unknown[] = [];
    const body = async function* () {
      yield Buffer.concat([frames.piece, frames.padded, frames.piece]);
      yield frames.blank;
      yield frames.thought;
    };
    for await (const event of ours.deserialize(body(), deserializer)) events.push(event);
    const piece = 'Été 🙂, "quoted"\n';
    expect(events).toEqual(
      [`${piece}x${piece}`, '', ''].map((text) => ({ contentBlockDelta: { delta: { text } } })),
    );
  });

  test('refuses a length that no message has as soon as it is told', async () => {
    const prelude = Buffer.alloc(12);
    prelude.writeUInt32BE(MAX_MESSAGE_BYTES + 1, 0);
    prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
    const { error } = await read(ours, prelude);
    expect(error).toContain(`cannot be ${MAX_MESSAGE_BYTES + 1} bytes long`);
  });
});
