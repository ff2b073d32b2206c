import { createParser } from 'eventsource-parser';
import { ApiError } from './api-error.js';
import type { AuthorizedFetch } from './authorized-fetch.js';
import { within } from './deadline.js';
import type { DeliverySink, Ending } from './delivery.js';
import { endingOf } from './ending-of.js';
import { readEvent } from './read-event.js';
import type { StreamLimits } from './stream-limits.js';

interface StreamRequest {
  url: string;
  cursor: string;
  fetch: AuthorizedFetch;
  sink: DeliverySink;
  limits: StreamLimits;
  signal: AbortSignal;
}

/** One server-sent event stream, from connecting to its end. Never rejects: how it ended is the answer. */
export async function readStream(request: StreamRequest): Promise<Ending> {
  const { limits, sink } = request;
  const connection = new AbortController();
  const signal = AbortSignal.any([request.signal, connection.signal]);
  const late = () => new ApiError(0, 'SILENT', 'No byte arrived in time.');
  // Assigned in a callback, which the compiler does not follow.
  let closing = null as Ending | null;
  try {
    const response = await within(
      request.fetch(request.url, {
        headers: { accept: 'text/event-stream', 'last-event-id': request.cursor },
        signal,
      }),
      limits.firstByteMs,
      late,
    );
    if (!response.ok || !response.body) {
      return await within(endingOf(response), limits.firstByteMs, late);
    }
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
      return { kind: 'broken', silent: true, unreachable: false, retryAfterMs: null };
    }

    const parser = createParser({
      onEvent: ({ id, data }) => {
        const event = readEvent(JSON.parse(data));
        if (event?.type === 'stream.closing') {
          closing = {
            kind: 'closing',
            retryMs: event.retry_ms,
            renewToken: event.reason === 'auth_expired',
          };
        } else if (event) sink.onEvent(event, id || event.id || null);
      },
    });
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    let hasBegun = false;
    let settled = false;
    const openedAt = Date.now();
    sink.onOpen(false);
    for (;;) {
      const reading = reader.read();
      if (!settled && hasBegun) {
        const isOver = Date.now() - openedAt > limits.catchUpMs;
        settled = isOver || (await pausesFor(reading, limits.settleMs));
        if (settled) sink.onOpen(true);
      }
      const { done, value } = await within(reading, hasBegun ? limits.silenceMs : limits.firstByteMs, late);
      if (done) break;
      hasBegun = true;
      parser.feed(decoder.decode(value, { stream: true }));
      if (closing) return closing;
    }
    return { kind: 'broken', silent: false, unreachable: false, retryAfterMs: null };
  } catch (error) {
    if (request.signal.aborted) return { kind: 'stopped' };
    if (closing) return closing;
    return endingOf(error);
  } finally {
    connection.abort();
  }
}

/** True when nothing arrives for `ms`. */
async function pausesFor(reading: Promise<unknown>, ms: number): Promise<boolean> {
  let arrived = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([
    reading.then(
      () => {
        arrived = true;
      },
      () => {
        arrived = true;
      },
    ),
    new Promise((resolve) => {
      timer = setTimeout(resolve, ms);
    }),
  ]);
  clearTimeout(timer);
  return !arrived;
}
