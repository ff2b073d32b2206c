import { type Cursor, formatCursor, parseCursor } from '../../core/backplane/cursor.js';
import type { EventLog, LoggedEvent, WakeUp } from '../../core/backplane/event-log.js';
import type { Logger } from '../../core/logger.js';
import { type Frame, frameOf } from './frame.js';
import type { LiveLimits } from './limits.js';
import { createRing } from './ring.js';

/**
 * What this process knows of one session's log: where it stands, and its newest frames. Lives as long as somebody
 * watches the session.
 */
export interface Feed {
  sessionId: string;
  /** Watchers and polls that hold it. */
  users: number;
  /** Whether the place in the log is known: not before the subscription stands. */
  isReady(): boolean;
  /** Whether a reader at `cursor` has what this process knows of, and no more: of more, only the log knows. */
  isAtEnd(cursor: Cursor): boolean;
  /** The frame after `cursor`; null when it is not held, and the reader has to go to the log. */
  frameAfter(cursor: Cursor): Frame | null;
  /** Calls `listener` when there may be something new, and on every tick. */
  onChange(listener: () => void): () => void;
  waitBeyond(after: string, signal: AbortSignal): Promise<void>;
  /** Told where the log stands by the tick; null: there is no log. */
  compare(tail: string | null): void;
  refresh(): void;
  close(): void;
}

export function createFeed(options: {
  sessionId: string;
  events: EventLog;
  logger: Logger;
  limits: LiveLimits;
  onFrame: () => void;
}): Feed {
  const { sessionId, events, logger, limits } = options;
  const ring = createRing(limits.ringFrames, limits.ringBytes);
  const listeners = new Set<() => void>();
  let last: Cursor | null = null;
  let lastEventMs = 0;
  let subscription: 'none' | 'asked' | 'standing' = 'none';
  let unsubscribe: (() => void) | null = null;
  let refreshing = false;
  let refreshAgain = false;
  let closed = false;

  const changed = () => {
    for (const listener of listeners) listener();
  };
  const isAtEnd = (cursor: Cursor) =>
    last !== null && cursor.generation === last.generation && cursor.number === last.number;
  /** Ahead of us as well: a poll may have read the log before we did. */
  const isNotBehind = (cursor: Cursor) =>
    last !== null && cursor.generation === last.generation && cursor.number >= last.number;

  const take = (event: LoggedEvent) => {
    const cursor = parseCursor(event.cursor);
    // A read and a wake-up may both bring it. Neither skips any: what they bring goes on from `last`.
    if (!cursor || !last || cursor.number <= last.number) return;
    ring.push(frameOf(event));
    options.onFrame();
    last = cursor;
    lastEventMs = performance.now();
  };

  const startOver = async () => {
    const { cursor } = await events.tail(sessionId);
    ring.clear();
    last = parseCursor(cursor);
    changed();
  };
  const readOn = async () => {
    for (;;) {
      if (!last) return await startOver();
      const result = await events.read(sessionId, formatCursor(last), limits.pageEvents);
      if (!result.known) return await startOver();
      result.events.forEach(take);
      if (result.events.length > 0) changed();
      if (!result.more) return;
    }
  };
  /** One read at a time: whoever asks meanwhile is served by one more round after it. */
  const refresh = async () => {
    refreshAgain = true;
    if (refreshing) return;
    refreshing = true;
    try {
      while (refreshAgain && !closed) {
        refreshAgain = false;
        await readOn();
      }
    } catch (error) {
      logger.debug(
        { err: error, session_id: sessionId },
        'the event log could not be read; the tick tries again',
      );
    } finally {
      refreshing = false;
    }
  };

  const onWakeUp = (wakeUp: WakeUp) => {
    const cursor = wakeUp.cursor === null ? null : parseCursor(wakeUp.cursor);
    if (cursor && last && cursor.generation === last.generation) {
      if (cursor.number <= last.number) return;
      if (wakeUp.events && cursor.number - wakeUp.events.length <= last.number) {
        wakeUp.events.forEach(take);
        changed();
        return;
      }
    }
    void refresh();
  };
  const subscribe = async () => {
    subscription = 'asked';
    try {
      const stop = await events.subscribe(sessionId, onWakeUp);
      subscription = 'standing';
      if (closed) stop();
      else unsubscribe = stop;
    } catch (error) {
      subscription = 'none';
      logger.debug(
        { err: error, session_id: sessionId },
        'no wake-ups for now; the tick reads the log instead',
      );
    }
    // In this order: what is appended after the subscription stands wakes us, what came before is read.
    await refresh();
  };
  void subscribe();

  return {
    sessionId,
    users: 0,
    isReady: () => last !== null,
    isAtEnd,
    frameAfter: (cursor) => ring.next(cursor),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    waitBeyond: (after, signal) =>
      new Promise((resolve) => {
        const from = parseCursor(after);
        const done = () => {
          listeners.delete(check);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const check = () => {
          if (last && !(from && isNotBehind(from))) done();
        };
        listeners.add(check);
        signal.addEventListener('abort', done);
        if (signal.aborted) done();
        else check();
      }),
    compare: (tail) => {
      if (subscription === 'none') void subscribe();
      else if (!last || tail !== formatCursor(last)) void refresh();
      if (performance.now() - lastEventMs > limits.ringIdleMs) ring.clear();
      changed();
    },
    refresh: () => void refresh(),
    close: () => {
      closed = true;
      listeners.clear();
      unsubscribe?.();
    },
  };
}
