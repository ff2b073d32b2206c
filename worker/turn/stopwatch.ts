import { noTimings, type Timings } from '../../core/domain/turn.js';

/** Times the steps of an attempt, in whole milliseconds. */
export interface Stopwatch {
  /** Ends the step that began with the attempt or with the last lap. */
  lap(step: 'understandMs' | 'recallMs' | 'composeMs'): void;
  firstToken(ms: number | null): void;
  /** Since the attempt began. */
  elapsedMs(): number;
  /** Ends the attempt. */
  stop(): Timings;
  readonly timings: Timings;
}

/** `queuedMs` is what the turn waited before. */
export function createStopwatch(queuedMs: number): Stopwatch {
  const startedAt = performance.now();
  let lapAt = startedAt;
  const timings: Timings = { ...noTimings, queuedMs };
  return {
    lap: (step) => {
      const now = performance.now();
      timings[step] = Math.round(now - lapAt);
      lapAt = now;
    },
    firstToken: (ms) => {
      timings.firstTokenMs = ms === null ? null : Math.round(ms);
    },
    elapsedMs: () => performance.now() - startedAt,
    stop: () => {
      timings.totalMs = Math.round(performance.now() - startedAt);
      return timings;
    },
    timings,
  };
}
