import { ApiError } from './api-error.js';
import type { AuthorizedFetch } from './authorized-fetch.js';
import { within } from './deadline.js';
import type { DeliverySink, Ending } from './delivery.js';
import { endingOf } from './ending-of.js';
import { readEvent } from './read-event.js';
import type { StreamLimits } from './stream-limits.js';

interface PollRequest {
  url: string;
  cursor: string;
  /** Zero asks for what is there and does not wait. */
  waitSeconds: number;
  fetch: AuthorizedFetch;
  sink: DeliverySink;
  limits: StreamLimits;
  signal: AbortSignal;
}

/** One long poll on the same cursor as the stream. Never rejects: how it ended is the answer. */
export async function readPoll(request: PollRequest): Promise<Ending> {
  const connection = new AbortController();
  const signal = AbortSignal.any([request.signal, connection.signal]);
  const query = `after=${encodeURIComponent(request.cursor)}&wait=${request.waitSeconds}`;
  const late = () => new ApiError(0, 'SILENT', 'No answer arrived in time.');
  try {
    const ask = async (): Promise<Ending> => {
      const joint = request.url.includes('?') ? '&' : '?';
      const response = await request.fetch(`${request.url}${joint}${query}`, {
        headers: { accept: 'application/json' },
        signal,
      });
      if (response.status === 204) return { kind: 'polled', events: 0 };
      if (!response.ok) return await endingOf(response);
      const body: { events: unknown[]; cursor: string } = await response.json();
      for (const item of body.events) {
        const event = readEvent(item);
        if (event) request.sink.onEvent(event, event.id ?? null);
      }
      request.sink.onCursor(body.cursor);
      return { kind: 'polled', events: body.events.length };
    };
    const ending = await within(ask(), request.waitSeconds * 1_000 + request.limits.firstByteMs, late);
    if (ending.kind === 'polled') request.sink.onOpen(true);
    return ending;
  } catch (error) {
    return request.signal.aborted ? { kind: 'stopped' } : endingOf(error);
  } finally {
    connection.abort();
  }
}
