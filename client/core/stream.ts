import type { SessionEvent } from '../../core/contracts/events.js';
import type { ApiError } from './api-error.js';
import type { AuthorizedFetch } from './authorized-fetch.js';
import { backoffMs } from './backoff.js';
import { pause } from './deadline.js';
import type { DeliverySink, Ending } from './delivery.js';
import { clientLimits } from './limits.js';
import { readPoll } from './read-poll.js';
import { readStream } from './read-stream.js';
import { defaultStreamLimits, type StreamLimits } from './stream-limits.js';

/** What the header says. `live` and `polling` are up to date; `offline` names when the next try is. */
export type ConnectionState =
  | { word: 'connecting' | 'catching-up' | 'live' | 'polling' | 'signed-out' | 'refused'; retryAt: null }
  | { word: 'offline'; retryAt: number | null };

export interface EventStream {
  /** Follows the session from `cursor` on, until {@link stop}. */
  start(cursor: string): void;
  stop(): void;
  /** Ends a wait, or drops the connection in use, and connects anew. */
  reconnectNow(): void;
}

export interface EventStreamDeps {
  url: string;
  fetch: AuthorizedFetch;
  onEvent: (event: SessionEvent) => void;
  onState: (state: ConnectionState) => void;
  /** The session is not there (any more). The stream has stopped. */
  onGone: () => void;
  /** The server turned the request down for good. The stream has stopped. */
  onRefused: (error: ApiError) => void;
  /** The server closed the stream because its token ran out; called before the reconnect. */
  renewToken: () => Promise<unknown>;
  limits?: Partial<StreamLimits>;
  random?: () => number;
}

/**
 * Keeps a session's events coming: server-sent events, resumed by cursor after every break, and the long poll
 * on the same cursor where streaming does not get through. Events arrive in order; repeats are possible and
 * harmless, since the reducer places text by offset. At most one connection is open at a time.
 */
export function createEventStream(deps: EventStreamDeps): EventStream {
  const limits: StreamLimits = { ...defaultStreamLimits, ...deps.limits };
  let life: AbortController | null = null;
  /** Aborted to cut short the wait or the connection in progress. */
  let step = new AbortController();

  async function follow(from: string, signal: AbortSignal): Promise<void> {
    let cursor = from;
    let failures = 0;
    let mode: 'stream' | 'poll' = 'stream';
    /** Trying whether streaming works again: polls wait meanwhile, so it gets little time. */
    let probing = false;
    let streamAgainAt = 0;
    let streamAgainMs = limits.streamAgainMs;
    let events = 0;

    const sink: DeliverySink = {
      onEvent: (event, id) => {
        if (signal.aborted) return;
        events++;
        if (id) cursor = id;
        if (event.type === 'snapshot') cursor = event.cursor;
        deps.onEvent(event);
      },
      onCursor: (next) => {
        cursor = next;
      },
      onOpen: (settled) => {
        if (signal.aborted) return;
        if (mode === 'poll') deps.onState({ word: 'polling', retryAt: null });
        else deps.onState({ word: settled ? 'live' : 'catching-up', retryAt: null });
      },
    };

    while (!signal.aborted) {
      step = new AbortController();
      const cut = AbortSignal.any([signal, step.signal]);
      const startedAt = Date.now();
      events = 0;
      const patience = probing ? { ...limits, firstByteMs: limits.probeByteMs } : limits;
      const common = { url: deps.url, cursor, fetch: deps.fetch, sink, limits: patience, signal: cut };
      const ending: Ending =
        mode === 'poll'
          ? await readPoll({ ...common, waitSeconds: failures > 0 ? 0 : limits.pollWaitSeconds })
          : await readStream(common);
      if (signal.aborted) return;
      if (mode === 'stream') probing = false;

      switch (ending.kind) {
        case 'gone':
          deps.onGone();
          return;
        case 'refused':
          deps.onRefused(ending.error);
          return;
        case 'signed-out':
          deps.onState({ word: 'signed-out', retryAt: null });
          return;
        case 'stopped':
          failures = 0;
          break;
        case 'closing':
          failures = 0;
          if (ending.renewToken) await deps.renewToken().catch(() => undefined);
          await pause(Math.min(Math.max(ending.retryMs, 0), clientLimits.longestHintMs), cut);
          break;
        case 'polled':
          failures = 0;
          if (Date.now() >= streamAgainAt) {
            mode = 'stream';
            probing = true;
            failures = limits.failuresBeforePolling - 1;
          } else if (ending.events === 0) {
            // A server or proxy that answers empty polls at once must not be asked in a tight loop.
            await pause(Math.max(0, 1_000 - (Date.now() - startedAt)), cut);
          }
          break;
        case 'broken': {
          const progress = events > 0 || Date.now() - startedAt >= limits.stableMs;
          if (mode === 'stream' && events > 0) streamAgainMs = limits.streamAgainMs;
          failures = progress && !ending.silent ? 1 : failures + (ending.silent ? 2 : 1);
          if (mode === 'poll') {
            // Neither way works: whichever answers first after this wait is taken.
            mode = 'stream';
          } else if (failures >= limits.failuresBeforePolling) {
            mode = 'poll';
            streamAgainAt = Date.now() + streamAgainMs;
            streamAgainMs = Math.min(streamAgainMs * 2, limits.streamAgainCapMs);
            // Another way may work at once, unless the server has asked for patience.
            if (!ending.unreachable && ending.retryAfterMs === null) break;
          }
          const waitMs = Math.min(
            Math.max(ending.retryAfterMs ?? 0, backoffMs(failures, limits.backoff, deps.random)),
            limits.backoff.capMs,
          );
          // A stream that breaks once and comes straight back is nothing to tell anyone about.
          if (failures > 1) deps.onState({ word: 'offline', retryAt: Date.now() + waitMs });
          else deps.onState({ word: 'catching-up', retryAt: null });
          await pause(waitMs, cut);
          break;
        }
      }
    }
  }

  return {
    start: (cursor) => {
      life?.abort();
      life = new AbortController();
      deps.onState({ word: 'connecting', retryAt: null });
      void follow(cursor, life.signal);
    },
    stop: () => {
      life?.abort();
      life = null;
    },
    reconnectNow: () => step.abort(),
  };
}
