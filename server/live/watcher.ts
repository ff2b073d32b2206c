import { type Cursor, formatCursor, parseCursor } from '../../core/backplane/cursor.js';
import { AsideError } from '../../core/domain/errors.js';
import type { Logger } from '../../core/logger.js';
import type { Feed } from './feed.js';
import { type Frame, frameOf } from './frame.js';
import type { LiveLimits } from './limits.js';
import type { Sink, Snapshot } from './sink.js';

export interface Watcher {
  sink: Sink;
  /** Which page or connection reads, if it said so. */
  client: string | null;
  end(): void;
}

/**
 * One reader with a cursor of its own. It is sent frames that the feed holds as long as it keeps up; when it is
 * behind them it is served from the log, page by page, and never while its sink is full: so a slow reader costs
 * what its socket holds, whatever the session does.
 */
export function createWatcher(options: {
  feed: Feed;
  after: string | null;
  client: string | null;
  sink: Sink;
  snapshot: () => Promise<Snapshot>;
  /** What comes after a cursor in the log, a page of it; null when the log does not know the cursor. */
  readPage: (after: string) => Promise<readonly Frame[] | null>;
  logger: Logger;
  limits: LiveLimits;
}): Watcher {
  const { feed, sink, logger, limits } = options;
  /** What the reader has. Null: it needs a snapshot. */
  let cursor: Cursor | null = options.after === null ? null : parseCursor(options.after);
  let lastSnapshotMs = Number.NEGATIVE_INFINITY;
  let catchingUp = false;
  let ended = false;

  const send = (frame: Frame) => {
    sink.write(frame);
    cursor = frame.cursor;
  };
  const pump = () => {
    while (!ended && !catchingUp && feed.isReady() && !sink.isFull()) {
      if (cursor && feed.isAtEnd(cursor)) return;
      const frame = cursor && feed.frameAfter(cursor);
      if (!frame) return void catchUp();
      send(frame);
    }
  };
  const catchUp = async () => {
    catchingUp = true;
    let moved = false;
    try {
      moved = await readOn();
    } catch (error) {
      // Deleted meanwhile, and the signal that ends streams did not come here. Whoever comes back is told.
      if (error instanceof AsideError && error.code === 'CHAT_SESSION_NOT_FOUND') sink.close('replaced', 0);
      logger.debug(
        { err: error, session_id: feed.sessionId },
        'a stream could not catch up; the tick tries again',
      );
    }
    catchingUp = false;
    if (moved) pump();
  };

  /** Whether the reader got anything. */
  const readOn = async (): Promise<boolean> => {
    if (!cursor) return await sendSnapshot();
    const page = await options.readPage(formatCursor(cursor));
    if (!page) return await sendSnapshot();
    // The log knows of nothing more, so it is the feed whose place is of an earlier log.
    if (page.length === 0) feed.refresh();
    // What the sink cannot take is read again later.
    for (const frame of page) {
      if (ended || sink.isFull()) break;
      send(frame);
    }
    return page.length > 0;
  };
  const sendSnapshot = async (): Promise<boolean> => {
    // A log that is lost again and again must not turn into a stream of snapshots without a pause.
    if (performance.now() - lastSnapshotMs < limits.tickMs) return false;
    const { event, cursor: at } = await options.snapshot();
    if (ended) return false;
    lastSnapshotMs = performance.now();
    send(frameOf({ ...event, cursor: at }));
    return true;
  };
  const stopListening = feed.onChange(pump);
  sink.onDrain(pump);
  pump();
  return {
    sink,
    client: options.client,
    end: () => {
      ended = true;
      stopListening();
    },
  };
}
