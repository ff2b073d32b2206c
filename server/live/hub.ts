import type { EncodedEvent, EventLog } from '../../core/backplane/event-log.js';
import type { Logger } from '../../core/logger.js';
import { createFeed, type Feed } from './feed.js';
import { type Frame, frameOf } from './frame.js';
import { jittered } from './jitter.js';
import { type LiveLimits, liveLimits } from './limits.js';
import { createSharedQueue } from './shared-queue.js';
import type { ClosingReason, Sink, Snapshot, TakeSnapshot } from './sink.js';
import { createWatcher, type Watcher } from './watcher.js';

/**
 * Feeds every stream of this process: one subscription per watched session, however many watch it. Wake-ups make
 * it quick; a tick that compares each watched session with its log makes it right.
 */
export interface LiveHub {
  /**
   * Sends `sink` every event after `after`, each once and in order, or one snapshot first when the log no longer
   * knows `after` (null: the reader has no cursor yet). `snapshot` is shared by all readers of the session. Works
   * through outages of the log: what was missed is sent when it is back. The returned function ends it.
   */
  watch(options: {
    sessionId: string;
    after: string | null;
    sink: Sink;
    snapshot: TakeSnapshot;
    client?: string | null;
  }): () => void;
  /** Tells the readers of a session in this process what is not in its log; not the one that it comes from. */
  tell(sessionId: string, event: EncodedEvent, from: string | null): void;
  /** A snapshot for a reader that polls: shared, and built in its turn, like those of streams. */
  snapshot(sessionId: string, take: TakeSnapshot): Promise<Snapshot>;
  /** Resolves when the session has events after `after`, when the signal aborts, or when the hub is closing. */
  waitBeyond(sessionId: string, after: string, signal: AbortSignal): Promise<void>;
  events: EventLog;
  /** Streams open at this moment. */
  watchers(): number;
  /** Frames built since the start: one per event and process, whatever the number of watchers. */
  framesBuilt(): number;
  isClosing(): boolean;
  /** Ends every stream of a session, which is no more; who comes back is told. */
  closeSession(sessionId: string): void;
  /**
   * Says goodbye on every stream and refuses new ones. Each is told to come back at a moment of its own between
   * `retryMs` and twice that, so that they do not all come at once.
   */
  closeAll(reason: ClosingReason, retryMs: number): void;
}

export function createLiveHub(options: {
  events: EventLog;
  logger: Logger;
  limits?: Partial<LiveLimits>;
}): LiveHub {
  const { events, logger } = options;
  const limits: LiveLimits = { ...liveLimits, ...options.limits };
  const feeds = new Map<string, Feed>();
  const watchers = new Set<Watcher>();
  /** The same by session; never empty. */
  const watchersOf = new Map<string, Set<Watcher>>();
  // After a loss of the log every reader wants a snapshot; readers that fell behind together read on together.
  const shareSnapshot = createSharedQueue<Snapshot>(limits.snapshotsAtOnce);
  const sharePage = createSharedQueue<Frame[] | null>(limits.pagesAtOnce);
  const closing = new AbortController();
  let framesBuilt = 0;
  let ticking = false;

  const retain = (sessionId: string): Feed => {
    let feed = feeds.get(sessionId);
    if (!feed) {
      feed = createFeed({ sessionId, events, logger, limits, onFrame: () => framesBuilt++ });
      feeds.set(sessionId, feed);
    }
    feed.users++;
    return feed;
  };
  const release = (feed: Feed) => {
    feed.users--;
    if (feed.users > 0) return;
    feeds.delete(feed.sessionId);
    feed.close();
  };

  const readPage = async (sessionId: string, after: string): Promise<Frame[] | null> => {
    const result = await events.read(sessionId, after, limits.pageEvents);
    return result.known ? result.events.map(frameOf) : null;
  };

  const tick = async () => {
    if (ticking) return;
    ticking = true;
    try {
      const watched = [...feeds.values()];
      for (let start = 0; start < watched.length; start += limits.tickBatch) {
        const batch = watched.slice(start, start + limits.tickBatch);
        const tails = await events.tails(batch.map((feed) => feed.sessionId));
        batch.forEach((feed, index) => {
          feed.compare(tails[index] ?? null);
        });
      }
    } catch (error) {
      logger.debug(
        { err: error },
        'the event log cannot be reached; watched sessions are compared again shortly',
      );
    } finally {
      ticking = false;
    }
  };
  const timer = setInterval(tick, limits.tickMs);
  timer.unref();

  return {
    events,
    watchers: () => watchers.size,
    framesBuilt: () => framesBuilt,
    isClosing: () => closing.signal.aborted,
    watch: ({ sessionId, after, sink, snapshot, client = null }) => {
      const feed = retain(sessionId);
      const watcher = createWatcher({
        feed,
        after,
        client,
        sink,
        snapshot: () => shareSnapshot(sessionId, snapshot),
        readPage: (after) => sharePage(`${sessionId} ${after}`, () => readPage(sessionId, after)),
        logger,
        limits,
      });
      watchers.add(watcher);
      const others = watchersOf.get(sessionId) ?? new Set();
      watchersOf.set(sessionId, others.add(watcher));
      let ended = false;
      const end = () => {
        if (ended) return;
        ended = true;
        watchers.delete(watcher);
        others.delete(watcher);
        if (others.size === 0) watchersOf.delete(sessionId);
        watcher.end();
        release(feed);
      };
      return end;
    },
    snapshot: shareSnapshot,
    tell: (sessionId, event, from) => {
      for (const watcher of watchersOf.get(sessionId) ?? []) {
        const isSender = from !== null && watcher.client === from;
        if (!isSender) watcher.sink.tell(event);
      }
    },
    closeSession: (sessionId) => {
      for (const watcher of [...(watchersOf.get(sessionId) ?? [])]) watcher.sink.close('replaced', 0);
    },
    waitBeyond: (sessionId, after, signal) => {
      const feed = retain(sessionId);
      // By hand: in Node.js 20 each AbortSignal.any() leaves a trace on `closing`, which lives as long as the process.
      const over = new AbortController();
      const end = () => over.abort();
      for (const one of [signal, closing.signal]) {
        if (one.aborted) end();
        one.addEventListener('abort', end);
      }
      return feed.waitBeyond(after, over.signal).finally(() => {
        for (const one of [signal, closing.signal]) one.removeEventListener('abort', end);
        release(feed);
      });
    },
    closeAll: (reason, retryMs) => {
      clearInterval(timer);
      closing.abort();
      for (const watcher of [...watchers]) watcher.sink.close(reason, jittered(retryMs));
    },
  };
}
