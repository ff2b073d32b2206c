import type { EncodedEvent } from '../../core/backplane/event-log.js';
import type { Frame } from './frame.js';

/** Where a watcher's frames go. */
export interface Sink {
  write(frame: Frame): void;
  /** An event that is not in the log; dropped while the sink is full. */
  tell(event: EncodedEvent): void;
  /** True while so much is unsent that nothing more may be written; `onDrain` is called when that has changed. */
  isFull(): boolean;
  onDrain(listener: () => void): void;
  /** Says goodbye and ends. `retryMs` is when the reader should come back. */
  close(reason: ClosingReason, retryMs: number): void;
}

export type ClosingReason = 'draining' | 'auth_expired' | 'replaced';

/**
 * What a reader is given whose cursor the log no longer knows. Its maker takes `cursor` from the log's tail
 * before it reads Postgres, so that nothing falls between the two.
 */
export interface Snapshot {
  event: EncodedEvent;
  cursor: string;
}

export type TakeSnapshot = () => Promise<Snapshot>;
