import type { EventLog } from './event-log.js';
import type { KeyStore } from './keys.js';
import type { SignalBus } from './signals.js';

/** What `check` writes is gone by itself after this long. */
export const PROBE_SECONDS = 10;

/**
 * What moves between processes: the event log, short-lived keys, and signals. Queues are in `queue-connections.ts`.
 */
export interface Backplane {
  kind: 'redis' | 'postgres';
  events: EventLog;
  keys: KeyStore;
  signals: SignalBus;
  /** Rejects when a write does not succeed in time: readiness asks for a write, because PING may lie. */
  check(): Promise<void>;
  /**
   * Removes logs and keys that have expired, at most about `limit` of each, and answers how many. For the job
   * `tidy`; any number may run at once. Redis expires by itself: always 0.
   */
  sweepExpired(limit: number): Promise<number>;
  close(): Promise<void>;
}
