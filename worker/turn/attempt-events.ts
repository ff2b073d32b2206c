import { parseCursor } from '../../core/backplane/cursor.js';
import { type EncodedEvent, type EventLog, encodeEvent } from '../../core/backplane/event-log.js';
import type { NewEvent } from '../../core/contracts/events.js';
import type { Turn } from '../../core/domain/turn.js';
import type { Logger } from '../../core/logger.js';
import type { FlushClock } from './flush-clock.js';

/**
 * The events of one attempt, in order, to the session's log. Writing never makes the model wait: text is gathered
 * and appended in batches, one at a time. While the log cannot be reached, text is kept and the same batch is
 * tried again with the same sequence number, so that nothing is lost or doubled when it comes back.
 */
export interface AttemptEvents {
  emit(event: NewEvent): void;
  /** Appends well-formed text to the answer; the first goes out at once, the rest at the next tick. */
  text(delta: string): void;
  /** The whole text so far. */
  readonly content: string;
  /** Waits until everything given so far is in the log, `limitMs` at most. False when it is not. */
  settle(limitMs: number): Promise<boolean>;
  /** Writes nothing more, also not what is on its way here; waits until an append that has begun is over. */
  discard(): Promise<void>;
  /** Nothing is written any more. */
  close(): void;
}

/** First wait before a refused append is tried again; doubled each time up to the second. */
export const appendRetryMs = { first: 100, last: 1_000 } as const;

/** Of one attempt: so many appends without a gap, then so many with the short one, the rest with the long one. */
export const appendGaps = { quickAppends: 1_000, slowerAppends: 2_000, shortMs: 100, longMs: 500 } as const;

/**
 * Nobody reads faster for it after half a minute, and an attempt must fit into the log as a whole, so that whoever
 * reloads is shown it from its beginning: with these gaps the longest answer takes about 2,400 events, half a log.
 */
function gapMsAfter(appends: number): number {
  if (appends < appendGaps.quickAppends) return 0;
  return appends < appendGaps.slowerAppends ? appendGaps.shortMs : appendGaps.longMs;
}

export function createAttemptEvents(deps: {
  log: EventLog;
  turn: Turn;
  /** Has to be in the log before the first event; tried again like the events themselves. */
  preface: () => Promise<void>;
  clock: FlushClock;
  /** A newer attempt writes to this session: this one has lost its turn. */
  onFenced: () => void;
  logger: Logger;
}): AttemptEvents {
  const { log, turn, clock, preface, onFenced, logger } = deps;
  let sequence = 0;
  /** No earlier than this is text alone worth an append. */
  let dueAt = 0;
  let content = '';
  /** The end of `content` that is not in `queued` yet: to cut it off a long text again and again costs more than to keep it. */
  let fresh = '';
  /** UTF-16 units of `content` that are in the log or on the way to it. */
  let told = 0;
  /** Of the log that these are in. */
  let generation: string | null = null;
  let queued: EncodedEvent[] = [];
  let running: Promise<void> | null = null;
  let closed = false;
  const pauses = new Set<() => void>();

  const takeBatch = (): EncodedEvent[] => {
    takeText();
    const batch = queued;
    queued = [];
    told = content.length;
    return batch;
  };
  const takeText = () => {
    if (fresh === '') return;
    queued.push(piece(content.length - fresh.length, fresh));
    fresh = '';
  };
  const piece = (offset: number, text: string) =>
    encodeEvent(turn.sessionId, {
      type: 'message.delta',
      turn_id: turn.id,
      message_id: turn.answerId,
      attempt: turn.attempt,
      offset,
      text,
    });
  const started = () =>
    encodeEvent(turn.sessionId, {
      type: 'turn.started',
      turn_id: turn.id,
      attempt: turn.attempt,
      message_id: turn.answerId,
    });
  /** A log that was lost took with it what its readers were told: now they hold a snapshot, which has none of it. */
  const tellAgainIfLost = (cursor: string) => {
    const now = parseCursor(cursor)?.generation ?? null;
    if (generation !== null && now !== generation) {
      queued.unshift(started(), ...(told > 0 ? [piece(0, content.slice(0, told))] : []));
    }
    generation = now;
  };

  let prefaced = false;
  const run = async () => {
    if (!prefaced) await untilWritten(preface);
    prefaced = true;
    for (let batch = takeBatch(); batch.length > 0 && !closed; batch = takeBatch()) {
      sequence += 1;
      dueAt = performance.now() + gapMsAfter(sequence);
      await untilWritten(async () => {
        const result = await log.append(turn.sessionId, batch, { epoch: turn.epoch, sequence });
        if (result.outcome === 'written') tellAgainIfLost(result.cursor);
        if (result.outcome !== 'fenced') return;
        closed = true;
        onFenced();
      });
      // What came in meanwhile waits for the tick, else each answer of the log would send one more. The first text
      // waits for nothing.
      if (told > 0 && fresh !== '' && queued.length === 0) {
        clock.schedule(flushWhenDue);
        return;
      }
    }
  };
  const untilWritten = async (write: () => Promise<void>) => {
    for (
      let waitMs: number = appendRetryMs.first;
      !closed;
      waitMs = Math.min(waitMs * 2, appendRetryMs.last)
    ) {
      try {
        return await write();
      } catch (error) {
        logger.warn(
          { err: error, turn_id: turn.id, sequence },
          'events are kept until the log can be written',
        );
        await pause(waitMs);
      }
    }
  };
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        pauses.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      pauses.add(end);
    });
  const flush = () => {
    if (closed || running) return;
    running = run().finally(() => {
      running = null;
    });
  };
  const flushWhenDue = () => {
    if (performance.now() < dueAt) clock.schedule(flushWhenDue);
    else flush();
  };

  const close = () => {
    closed = true;
    for (const end of pauses) end();
  };

  return {
    emit: (event) => {
      takeText();
      queued.push(encodeEvent(turn.sessionId, event));
      // Events of one stretch of work share an append.
      queueMicrotask(flush);
    },
    text: (delta) => {
      const first = content === '';
      content += delta;
      fresh += delta;
      if (first) flush();
      else if (!running) clock.schedule(flushWhenDue);
    },
    get content() {
      return content;
    },
    settle: async (limitMs) => {
      const deadline = performance.now() + limitMs;
      flush();
      while (!closed && (running || queued.length > 0 || fresh !== '')) {
        const left = deadline - performance.now();
        if (left <= 0) return false;
        if (!running) flush();
        if (!running) break;
        await Promise.race([running, pause(left)]);
      }
      return !closed;
    },
    discard: async () => {
      close();
      await running;
    },
    close,
  };
}
