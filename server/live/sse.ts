import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSession } from 'better-sse';
import { encodeEvent } from '../../core/backplane/event-log.js';
import { AsideError } from '../../core/domain/errors.js';
import { expiryTimer } from './expiry.js';
import { ephemeralFrame } from './frame.js';
import type { LiveHub } from './hub.js';
import { jittered } from './jitter.js';
import { type LiveLimits, liveLimits } from './limits.js';
import type { ClosingReason, Sink, TakeSnapshot } from './sink.js';

/**
 * Answers with a stream of server-sent events, and resolves when the stream has ended, whoever ended it. Rejects
 * only before the answer has begun (`BAD_REQUEST` for a Host header that is none).
 *
 * better-sse has the head, the keep-alive and the life of the stream. Events do not go through it: its `push`
 * encodes each event for each stream, and it knows no back-pressure.
 */
export async function openStream(options: {
  hub: LiveHub;
  req: IncomingMessage;
  res: ServerResponse;
  sessionId: string;
  /** `Last-Event-ID` or `?after=`, checked for its form; null when the reader has none. */
  after: string | null;
  /** Which page reads, if it said so. */
  client?: string | null;
  snapshot: TakeSnapshot;
  /** When the reader's token expires, in milliseconds since 1970: the stream closes then. */
  expiresAtMs?: number;
  limits?: Partial<LiveLimits>;
}): Promise<void> {
  const { hub, req, res, sessionId, after, snapshot } = options;
  const limits: LiveLimits = { ...liveLimits, ...options.limits };
  checkHost(req);
  // A session made for a reader who has left would never be told that he has, and keep its timer.
  if (res.destroyed || req.destroyed) return;

  const closed = new Promise<void>((resolve) => res.once('close', () => resolve()));
  // The keep-alive goes on until the socket is gone, also after our end: its write is refused, which is no news.
  res.on('error', () => {});
  // The end of the connection ends it: Node writes each chunk in four pieces, an event without one in one (decision 8).
  res.useChunkedEncodingByDefault = false;
  await createSession(req, res, {
    keepAlive: limits.keepAliveMs,
    retry: limits.retryMs,
    headers: {
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
      Connection: 'close',
      Pragma: undefined,
    },
  });
  // Node keeps waiting while bytes still leave its queue, and calls back when none did.
  res.setTimeout(limits.stalledMs, () => res.destroy());

  const sink = sinkOf(res, sessionId, limits.unsentBytes);
  if (hub.isClosing()) sink.close('draining', jittered(limits.retryMs));
  else {
    const end = hub.watch({ sessionId, after, sink, snapshot, client: options.client ?? null });
    const expiry = expiryTimer(options.expiresAtMs, () => sink.close('auth_expired', 0));
    await closed;
    clearTimeout(expiry);
    end();
    return;
  }
  await closed;
}

function sinkOf(res: ServerResponse, sessionId: string, unsentBytes: number): Sink {
  const isFull = () => res.destroyed || res.writableEnded || res.writableLength > unsentBytes;
  return {
    write: (frame) => void res.write(frame.bytes),
    tell: (event) => {
      if (!isFull()) res.write(ephemeralFrame(event));
    },
    isFull,
    onDrain: (listener) => void res.on('drain', listener),
    close: (reason, retryMs) => {
      if (res.destroyed || res.writableEnded) return;
      res.end(closingFrame(sessionId, reason, retryMs));
    },
  };
}

function closingFrame(sessionId: string, reason: ClosingReason, retryMs: number): string {
  return `retry: ${retryMs}\n${ephemeralFrame(encodeEvent(sessionId, { type: 'stream.closing', reason, retry_ms: retryMs }))}`;
}

/** better-sse builds a URL from the Host header and throws on one that does not fit into it. */
function checkHost(req: IncomingMessage): void {
  if (!URL.canParse(req.url ?? '/', `http://${req.headers.host ?? 'localhost'}`)) {
    throw new AsideError('BAD_REQUEST', { details: { header: 'Host' } });
  }
}
