import type { SessionEvent } from '../../core/contracts/events.js';
import type { ApiError } from './api-error.js';

/** How one connection to a session's events ended. Data, so that the loop that reconnects reads as a table. */
export type Ending =
  /** The server said goodbye and when to come back. */
  | { kind: 'closing'; retryMs: number; renewToken: boolean }
  /** It ended or broke; `silent` when the bytes never came, as behind a proxy that buffers. */
  | { kind: 'broken'; silent: boolean; unreachable: boolean; retryAfterMs: number | null }
  /** A poll answered as it should; ask again at once. */
  | { kind: 'polled'; events: number }
  /** This session does not exist for this user. */
  | { kind: 'gone' }
  /** The request itself is turned down: repeating it would not help. */
  | { kind: 'refused'; error: ApiError }
  | { kind: 'signed-out' }
  | { kind: 'stopped' };

/** What a connection reports while it lives. */
export interface DeliverySink {
  /** Events in order, each with its cursor when it has one. */
  onEvent(event: SessionEvent, cursor: string | null): void;
  /** A poll may move the cursor without an event. */
  onCursor(cursor: string): void;
  /** Connected; `settled` once the backlog has been read. */
  onOpen(settled: boolean): void;
}
