import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { eventually } from './eventually.js';

export interface SseReader {
  response: IncomingMessage;
  /** Events received so far, in order. */
  events: EventSourceMessage[];
  comments: string[];
  /** Reconnection delays that the stream suggested. */
  retries: number[];
  /** Waits until at least so many events have come. */
  has(count: number, deadlineMs?: number): Promise<void>;
  /** Resolves when the stream has ended, cleanly or not. */
  ended: Promise<void>;
  /** Leaves, as a browser does whose tab is closed. */
  leave(): void;
}

/** Opens an event stream and resolves when its head has come. `onEvent` may leave in the middle of a chunk. */
export async function readStream(options: {
  port: number;
  path: string;
  headers?: Record<string, string>;
  onEvent?: (event: EventSourceMessage, reader: SseReader) => void;
}): Promise<SseReader> {
  const sent = request({
    port: options.port,
    host: '127.0.0.1',
    path: options.path,
    headers: { accept: 'text/event-stream', ...options.headers },
    agent: false,
  });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const events: EventSourceMessage[] = [];
  const comments: string[] = [];
  const retries: number[] = [];
  let left = false;
  const reader: SseReader = {
    response,
    events,
    comments,
    retries,
    has: async (count, deadlineMs) => {
      await eventually(`${count} events`, () => events.length >= count, deadlineMs);
    },
    ended: new Promise((resolve) => {
      response.on('close', resolve);
    }),
    leave: () => {
      left = true;
      response.destroy();
    },
  };
  const parser = createParser({
    onEvent: (event) => {
      if (left) return;
      events.push(event);
      options.onEvent?.(event, reader);
    },
    onComment: (comment) => comments.push(comment),
    onRetry: (ms) => retries.push(ms),
  });
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    if (!left) parser.feed(chunk);
  });
  // A connection that is cut is what these tests are about.
  response.on('error', () => {});
  sent.on('error', () => {});
  return reader;
}
