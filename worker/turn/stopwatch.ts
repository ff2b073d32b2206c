import { noTimings, type Timings } from '../../core/domain/turn.js';

/** Times the steps of an attempt, in whole milliseconds. */
export interface Stopwatch {
  /** Ends the step that began with the attempt or with the last lap. */
  lap(step: 'understandMs' | 'recallMs' | 'composeMs'): void;
  firstToken(ms: number | null): void;
  /** Ends the attempt. */
  stop(): Timings;
  readonly timings: Timings;
}

/** `askedAt` is the database's clock and now is ours: a small skew must not show as a negative wait. */
export function createStopwatch(askedAt: Date): Stopwatch {
  const startedAt = performance.now();
  let lapAt = startedAt;
  const timings: Timings = { ...noTimings, queuedMs: Math.max(0, Date.now() - askedAt.getTime()) };
  return {
    lap: (step) => {
      const now = performance.now();
      timings[step] = Math.round(now - lapAt);
      lapAt = now;
    },
    firstToken: (ms) => {
      timings.firstTokenMs = ms === null ? null : Math.round(ms);
    },
    stop: () => {
      timings.totalMs = Math.round(performance.now() - startedAt);
      return timings;
    },
    timings,
  };
}
