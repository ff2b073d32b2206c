import { openSocket, requestHead } from './http.js';
import type { SessionPaths, Target } from './target.js';

/** A reader of one session's events that looks at no more of them than where an answer begins and ends. */
export interface Stream {
  /** From the next bytes on, tells of the first text of an answer and of its end. */
  expect(on: { first(): void; end(error: Error | null): void }): void;
  /** UTF-16 units of the running answer that have come, by the newest event that is here whole. */
  received(): number;
  /** Everything that came since `keep()`. */
  keep(): void;
  kept(): string;
  close(): void;
}

/** Resolves when the stream's head has come with status 200. */
export function openStream(target: Target, session: SessionPaths): Promise<Stream> {
  const { port, markers } = target;
  const socket = openSocket(port);
  const carryLength = Math.max(...Object.values(markers).map((marker) => marker.length)) - 1;
  let begun = false;
  let expected: { first(): void; end(error: Error | null): void } | null = null;
  let sawFirst = false;
  let carry: Buffer = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);
  let keeping: Buffer[] | null = null;

  const finish = (error: Error | null) => {
    const { end } = expected ?? {};
    expected = null;
    end?.(error);
  };
  const scan = (chunk: Buffer) => {
    keeping?.push(chunk);
    tail = chunk.length < TAIL_BYTES ? Buffer.concat([tail.subarray(-TAIL_BYTES), chunk]) : chunk;
    if (!expected) return;
    // A marker may be cut in two by the network.
    const bytes = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk;
    carry = bytes.subarray(-carryLength);
    if (!sawFirst && bytes.includes(markers.first)) {
      sawFirst = true;
      expected.first();
    }
    const failedAt = bytes.indexOf(markers.failed);
    // Its event says why, where the rest of it is here already.
    const failed = failedAt < 0 ? null : bytes.subarray(failedAt, failedAt + 500).toString();
    if (failed !== null) finish(new Error(`an answer failed: ${failed}`));
    else if (bytes.includes(markers.end)) finish(null);
  };

  const stream: Stream = {
    expect: (on) => {
      expected = on;
      sawFirst = false;
      carry = Buffer.alloc(0);
      tail = Buffer.alloc(0);
    },
    received: () => receivedUnits(tail),
    keep: () => {
      keeping = [];
    },
    kept: () => Buffer.concat(keeping ?? []).toString(),
    close: () => {
      expected = null;
      socket.destroy();
    },
  };

  return new Promise((resolve, reject) => {
    let head = '';
    socket.on('data', (chunk: Buffer) => {
      if (begun) return scan(chunk);
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      begun = true;
      if (head.startsWith('HTTP/1.1 200')) resolve(stream);
      else reject(new Error(`a stream was not opened: ${head}`));
    });
    socket.on('error', (error) => (begun ? finish(error) : reject(error)));
    socket.on('close', () => finish(new Error('a stream was closed before the answer ended')));
    const all = { ...session.headers, Accept: 'text/event-stream' };
    socket.write(`${requestHead('GET', session.events, port, all)}\r\n`);
  });
}

/** More than one event of text takes, so that one whole event is among them. */
const TAIL_BYTES = 4_096;

const textEvent = /"offset":(\d+),"text":("(?:[^"\\]|\\.)*")/g;

function receivedUnits(tail: Buffer): number {
  const newest = [...tail.toString().matchAll(textEvent)].at(-1);
  return newest ? Number(newest[1]) + JSON.parse(newest[2] ?? '""').length : 0;
}

/** The answer as its events carry it; null when there is a gap or a repeat among them. */
export function assembledText(kept: string): string | null {
  let text = '';
  for (const [, offset, piece] of kept.matchAll(textEvent)) {
    if (Number(offset) !== text.length) return null;
    text += JSON.parse(piece ?? '""');
  }
  return text;
}
