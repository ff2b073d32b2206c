/**
 * One clock for all answers that a worker streams: what came in since the last tick goes out together, so that the
 * appends of many sessions share a system call. It stands still while nothing waits.
 */
export interface FlushClock {
  /** Calls `flush` at the next tick, once. */
  schedule(flush: () => void): void;
}

/** A reader sees at most this much delay; below 20 ms more events cost more than they please the eye. */
export const FLUSH_INTERVAL_MS = 30;

export function createFlushClock(intervalMs: number = FLUSH_INTERVAL_MS): FlushClock {
  let waiting = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  const tick = () => {
    timer = null;
    const due = waiting;
    waiting = new Set();
    for (const flush of due) flush();
  };
  return {
    schedule: (flush) => {
      waiting.add(flush);
      if (timer === null) timer = setTimeout(tick, intervalMs);
    },
  };
}
