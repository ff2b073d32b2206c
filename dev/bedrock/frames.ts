import { crc32 } from 'node:zlib';
import { EventStreamCodec } from '@smithy/core/event-streams';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : decoder.decode(bytes as Uint8Array)),
  (text) => encoder.encode(text),
);

type Payload = Record<string, unknown>;

/** One message of `application/vnd.amazon.eventstream`: prelude, headers, JSON payload and both checksums. */
export function eventFrame(type: string, payload: Payload): Buffer {
  return frame({ ':event-type': type, ':message-type': 'event' }, payload);
}

/** `type` in either spelling (`ThrottlingException`, `throttlingException`): the wire has the second. */
export function exceptionFrame(type: string, message: string): Buffer {
  const name = type.charAt(0).toLowerCase() + type.slice(1);
  return frame({ ':exception-type': name, ':message-type': 'exception' }, { message });
}

function frame(headers: Record<string, string>, payload: Payload): Buffer {
  const entries = Object.entries({ ':content-type': 'application/json', ...headers });
  const encoded = codec.encode({
    headers: Object.fromEntries(entries.map(([name, value]) => [name, { type: 'string', value }])),
    body: encoder.encode(JSON.stringify(payload)),
  });
  return Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
}

export const garbageKinds = ['checksum', 'noise', 'length', 'unfinished'] as const;
export type GarbageKind = (typeof garbageKinds)[number];

/** What a broken link or a hostile one makes of a frame. */
export function garbage(kind: GarbageKind): Buffer {
  const bytes = Buffer.from(deltaFrame('garbage'));
  if (kind === 'checksum') {
    const at = bytes.length - 8;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  }
  if (kind === 'noise') for (let at = 0; at < bytes.length; at++) bytes.writeUInt8((at * 37 + 11) % 251, at);
  if (kind === 'length') bytes.writeUInt32BE(0x7fff_fff0, 0);
  if (kind === 'unfinished') {
    bytes.writeUInt32BE(16_000_000, 0);
    bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  }
  return bytes;
}

// A delta's bytes depend on its text alone, and answers share most of their tokens: encoding and checksumming each
// once keeps the stand-in cheap beside what is measured against it. Emptied when full.
const deltas = new Map<string, Buffer>();
const MAX_CACHED_DELTAS = 20_000;
const MAX_CACHED_CHARS = 64;

export function deltaFrame(text: string): Buffer {
  const known = deltas.get(text);
  if (known) return known;
  const made = eventFrame('contentBlockDelta', { contentBlockIndex: 0, delta: { text } });
  if (text.length <= MAX_CACHED_CHARS) {
    if (deltas.size >= MAX_CACHED_DELTAS) deltas.clear();
    deltas.set(text, made);
  }
  return made;
}

export const openingFrame = eventFrame('messageStart', { role: 'assistant' });

export interface Usage {
  inputTokens: number;
  outputTokens: number;
}

/** A tool that the model calls; the input is JSON, unless a script says otherwise. */
export interface ToolUse {
  id: string;
  name: string;
  input: string;
}

/** Characters of a tool's input in one event. */
const INPUT_PIECE = 24;

/** `contentBlockStop` (only where text came before it), blocks of tools, `messageStop`, and after it `metadata`. */
export function closingFrames(
  stopReason: string,
  usage: Usage,
  latencyMs: number,
  { hasText, toolUses }: { hasText: boolean; toolUses: readonly ToolUse[] },
): Buffer {
  const first = hasText ? 1 : 0;
  return Buffer.concat([
    ...(hasText ? [eventFrame('contentBlockStop', { contentBlockIndex: 0 })] : []),
    ...toolUses.flatMap((use, index) => toolUseFrames(use, first + index)),
    eventFrame('messageStop', { stopReason }),
    eventFrame('metadata', { usage: withTotal(usage), metrics: { latencyMs } }),
  ]);
}

/** The input comes in pieces that are no JSON by themselves; the first is empty, as Bedrock sends it. */
function toolUseFrames({ id, name, input }: ToolUse, contentBlockIndex: number): Buffer[] {
  const pieces = [''];
  for (let at = 0; at < input.length; at += INPUT_PIECE) pieces.push(input.slice(at, at + INPUT_PIECE));
  return [
    eventFrame('contentBlockStart', { contentBlockIndex, start: { toolUse: { toolUseId: id, name } } }),
    ...pieces.map((piece) =>
      eventFrame('contentBlockDelta', { contentBlockIndex, delta: { toolUse: { input: piece } } }),
    ),
    eventFrame('contentBlockStop', { contentBlockIndex }),
  ];
}

export function withTotal(usage: Usage) {
  return { ...usage, totalTokens: usage.inputTokens + usage.outputTokens };
}
