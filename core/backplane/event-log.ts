import type { NewEvent, SessionEventType } from '../contracts/events.js';

/**
 * The event log of a session: what watchers of the session are shown, in order. It is capped and it expires;
 * Postgres tables hold the truth, and whoever falls out of the log is given a snapshot of them.
 *
 * Two implementations, kept equal by `test/contract/event-log.ts`: Redis streams, and an unlogged Postgres
 * table.
 */
export interface EventLog {
  /**
   * Appends events in order, atomically and in one round trip, then wakes the watchers of the session.
   *
   * Safe to repeat after a lost answer when a guard is given. Rejects when the store cannot be reached in time
   * (`appendTimeoutMs`); the caller may then append again with the same guard.
   */
  append(sessionId: string, events: readonly EncodedEvent[], guard?: AppendGuard): Promise<AppendResult>;

  /**
   * Events after `after`, oldest first, at most `limit` and at most `readBytes` of JSON, but one at least when there
   * is one. `known: false` when the cursor belongs to an earlier log, or events after it have been trimmed away:
   * nothing is guessed, the reader needs a snapshot.
   */
  read(sessionId: string, after: string, limit: number): Promise<ReadResult>;

  /** Where the log stands; makes an empty log when there is none, so that the cursor stays exact. */
  tail(sessionId: string): Promise<LogTail>;

  /**
   * The cursor of the newest event of each session, in the order asked; null where there is no log. One round
   * trip, and nothing is made: for whoever watches many sessions and wants to know which of them moved.
   */
  tails(sessionIds: readonly string[]): Promise<(string | null)[]>;

  /**
   * Empties the log of a session that is gone, and refuses every append to it as `fenced` until it expires. Readers'
   * cursors are unknown from then on, and they are woken to learn it.
   */
  erase(sessionId: string): Promise<void>;

  /**
   * Begins the log of a session anew, when something that was in it may not be shown again. Readers' cursors are unknown
   * from then on, and they are woken to learn it. Its fence stays, and is `epoch` at least, of which only the end may
   * be appended.
   */
  renew(sessionId: string, epoch: number): Promise<void>;

  /**
   * Calls `listener` on each append to the session from now on, from any process, once the returned promise
   * has resolved. Wake-ups may be lost or repeated; whoever depends on them reads the log by cursor as well.
   * One connection per process serves all subscriptions. Rejects when the store cannot be reached in time.
   */
  subscribe(sessionId: string, listener: (wakeUp: WakeUp) => void): Promise<() => void>;
}

/** An event as stored: JSON text of `{type, session_id, at, …}` on one line, encoded once by its author. */
export interface EncodedEvent {
  type: SessionEventType;
  json: string;
}

export interface LoggedEvent extends EncodedEvent {
  cursor: string;
}

export type AppendGuard =
  /**
   * The fence of a running turn: refused when the log has seen a higher epoch, ignored when it has seen this
   * epoch with this sequence number or a higher one. Sequence numbers grow with each batch of an epoch. With `once`
   * the key holds as well.
   */
  | { epoch: number; sequence: number; once?: string }
  /** At most one append with this key for an hour (`ttlSeconds`), unless the log is lost meanwhile. */
  | { once: string };

export type AppendResult =
  | { outcome: 'written'; cursor: string }
  /** It is there already: an earlier try was written though its answer was lost. */
  | { outcome: 'duplicate' }
  /** A newer epoch writes to this session, or the session is gone: whoever asked must stop. */
  | { outcome: 'fenced' };

export interface LogTail {
  /** The cursor of the newest event. */
  cursor: string;
  /**
   * The newest epoch the log has seen, and the cursor just before its first batch: reading after it gives the
   * running attempt from its beginning. Kept by `append` itself, so that nobody else has to store it. Null when
   * no fenced append has come yet, or when its beginning is no longer in the log.
   */
  attempt: { epoch: number; cursor: string } | null;
}

export type ReadResult =
  /** `more`: the log goes on after these. */
  { known: true; events: LoggedEvent[]; more: boolean } | { known: false };

/** `events` is there when the wake-up carries what was appended; it never is the only carrier. */
export interface WakeUp {
  /** Of the newest event; null after a break of the connection, when anything may have been missed. */
  cursor: string | null;
  events?: LoggedEvent[];
}

/** Sequence number of the event that ends an attempt: whoever appends it, and however often, it is there once. */
export const LAST_SEQUENCE = 2_000_000_000;

/** The fence of a log that was erased: higher than any epoch, and the highest number that all parts count exactly. */
export const ERASED_EPOCH = Number.MAX_SAFE_INTEGER;

export const eventLogLimits = {
  /** Newest events kept per session; older ones are trimmed, about the last twenty answers. */
  maxEvents: 5_000,
  /** A log that nothing was appended to for this long is gone. */
  ttlSeconds: 3_600,
  /** No call waits longer for the store. */
  appendTimeoutMs: 2_000,
  /** Batches up to this many bytes ride on the wake-up, which saves their readers a read. */
  inlineBytes: 16_384,
  /** A reader that is far behind in a log of large events must not take all of them into memory at once. */
  readBytes: 1_048_576,
} as const;

export function encodeEvent(sessionId: string, event: NewEvent, at: Date = new Date()): EncodedEvent {
  const { type, ...rest } = event;
  return { type, json: JSON.stringify({ type, session_id: sessionId, at: at.toISOString(), ...rest }) };
}

/** The event as it goes on the wire: the stored JSON with its cursor as `id` in front. */
export function wireJson(event: LoggedEvent): string {
  return `{"id":"${event.cursor}",${event.json.slice(1)}`;
}
