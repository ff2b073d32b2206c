import type { BackoffBounds } from './backoff.js';

/** Times of the event stream, in milliseconds. Tests pass shorter ones. */
export interface StreamLimits {
  backoff: BackoffBounds;
  /** The server must have begun to answer, and sent a first byte, within this time. */
  firstByteMs: number;
  /** The same, for a try while the long poll works. */
  probeByteMs: number;
  /** No byte for this long: the connection is dead, whatever the socket says. Heartbeats come each 12 s. */
  silenceMs: number;
  /** A stream that lived this long counts as a success even without an event. */
  stableMs: number;
  /**
   * Replayed events arrive in one run; the first pause of this length means that we are up to date. Shorter than
   * the 20 to 30 ms between two pieces of a live answer.
   */
  settleMs: number;
  /** Longest time to call it catching up, on a line so slow that nothing pauses. */
  catchUpMs: number;
  /** Failures in a row after which the long poll takes over. */
  failuresBeforePolling: number;
  /** Seconds the server may hold a poll. */
  pollWaitSeconds: number;
  /** While polling, streaming is tried again after this long, then after twice that, up to the cap. */
  streamAgainMs: number;
  streamAgainCapMs: number;
}

export const defaultStreamLimits: StreamLimits = {
  backoff: { baseMs: 500, capMs: 30_000 },
  firstByteMs: 15_000,
  probeByteMs: 4_000,
  silenceMs: 30_000,
  stableMs: 5_000,
  settleMs: 12,
  catchUpMs: 1_000,
  failuresBeforePolling: 3,
  pollWaitSeconds: 25,
  streamAgainMs: 60_000,
  streamAgainCapMs: 600_000,
};
