import { crc32 } from 'node:zlib';
import type { ContentBlockDeltaEvent, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { eventStreamSerdeProvider } from '@smithy/core/event-streams';

/**
 * Reads `application/vnd.amazon.eventstream` in the AWS client's place, by the option it has for that (decision 24). Only
 * the message that comes once for each token is read here; all others are handed to the client as they are.
 *
 * A message is its length and that of its headers, a checksum of the two, headers, payload, and a checksum of all
 * before. Numbers are big-endian; lengths count bytes.
 */
export const eventStreamReader: typeof eventStreamSerdeProvider = (options) => {
  const client = eventStreamSerdeProvider(options);
  return {
    serialize: (input, serializer) => client.serialize(input, serializer),
    deserialize: (body: AsyncIterable<Uint8Array>, deserializer) =>
      readEvents(body, (message) => client.deserialize(once(message), deserializer)),
  };
};

const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;

/** What AWS' own readers take (botocore, aws-c-event-stream): a payload of 24 MB, and 128 KB of headers. */
export const MAX_MESSAGE_BYTES = (24 * 1024 + 128) * 1024 + PRELUDE_BYTES + CHECKSUM_BYTES;

/**
 * Pieces of text that came together go on together, since all that is done with a piece costs the same for a long one:
 * a model that is faster than we are makes longer pieces.
 */
async function* readEvents<T>(
  body: AsyncIterable<Uint8Array>,
  byClient: (message: Uint8Array) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const splitter = createSplitter();
  for await (const chunk of body) {
    let text: string | null = null;
    try {
      for (const message of splitter.push(chunk)) {
        const piece = readText(message);
        if (piece !== null) {
          text = (text ?? '') + piece;
          continue;
        }
        if (text !== null) yield textEvent(text) as T;
        text = null;
        yield* byClient(message);
      }
    } catch (error) {
      // What came before something garbled was said.
      if (text !== null) yield textEvent(text) as T;
      throw error;
    }
    if (text !== null) yield textEvent(text) as T;
  }
  splitter.end();
}

const textEvent = (text: string): ConverseStreamOutput => ({
  contentBlockDelta: { contentBlockIndex: undefined, delta: { text } },
});

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

/**
 * Cuts what came into messages.
 *
 * @throws Error for a stream that is no such stream or was garbled, as soon as that shows.
 */
function createSplitter() {
  let chunks: Buffer[] = [];
  let length = 0;
  /** Until so many bytes are there, nothing is joined: a long message in small chunks is copied twice at most. */
  let wanted = PRELUDE_BYTES;
  return {
    *push(chunk: Uint8Array): Generator<Buffer> {
      chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      length += chunk.byteLength;
      while (length >= wanted) {
        const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length);
        chunks = [bytes];
        wanted = sizeOf(bytes);
        if (length < wanted) return;
        const message = bytes.subarray(0, wanted);
        length -= wanted;
        chunks = length === 0 ? [] : [bytes.subarray(wanted)];
        wanted = PRELUDE_BYTES;
        if (
          crc32(message.subarray(0, -CHECKSUM_BYTES)) !==
          message.readUInt32BE(message.length - CHECKSUM_BYTES)
        )
          throw new Error('a message of the stream has another checksum than it says');
        yield message;
      }
    },
    end() {
      if (length > 0) throw new Error('the stream ended within a message');
    },
  };
}

function sizeOf(bytes: Buffer): number {
  if (crc32(bytes.subarray(0, 8)) !== bytes.readUInt32BE(8))
    throw new Error('the beginning of a message has another checksum than it says');
  const size = bytes.readUInt32BE(0);
  if (size > MAX_MESSAGE_BYTES || size < PRELUDE_BYTES + bytes.readUInt32BE(4) + CHECKSUM_BYTES)
    throw new Error(`a message of the stream cannot be ${size} bytes long`);
  return size;
}

/** A piece of the answer; null for anything else. What a model reasons to itself is none, but a sign of life. */
function readText(message: Buffer): string | null {
  const payloadAt = PRELUDE_BYTES + message.readUInt32BE(4);
  const end = message.length - CHECKSUM_BYTES;
  if (payloadAt === end || !isDelta(message.subarray(PRELUDE_BYTES, payloadAt))) return null;
  const payload = JSON.parse(message.toString('utf8', payloadAt, end)) as ContentBlockDeltaEvent | null;
  const delta = payload?.delta;
  if (delta?.reasoningContent) return '';
  return typeof delta?.text === 'string' ? delta.text : null;
}

/** The type of a header whose value is text: its length in two bytes, and UTF-8. */
const TEXT_HEADER = 7;

function isDelta(headers: Buffer): boolean {
  let messageType = '';
  let eventType = '';
  for (let at = 0; at < headers.length; ) {
    const typeAt = at + 1 + headers.readUInt8(at);
    if (headers.readUInt8(typeAt) !== TEXT_HEADER) return false;
    const valueAt = typeAt + 3;
    const end = valueAt + headers.readUInt16BE(typeAt + 1);
    const name = headers.toString('latin1', at + 1, typeAt);
    if (name === ':message-type') messageType = headers.toString('latin1', valueAt, end);
    else if (name === ':event-type') eventType = headers.toString('latin1', valueAt, end);
    at = end;
  }
  return messageType === 'event' && eventType === 'contentBlockDelta';
}
