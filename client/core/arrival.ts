import { ApiError } from './api-error.js';
import { type BackoffBounds, backoffMs } from './backoff.js';
import { pause } from './deadline.js';

export interface Arrival {
  /** Begins, unless it is at it. */
  start(): void;
  /** Begins, or ends the wait between two tries. */
  now(): void;
  stop(): void;
}

/**
 * Repeats what the widget needs before it is of use until that succeeds. Trouble that passes is tried again
 * with backoff; being signed out, or refused, waits until somebody asks.
 */
export function createArrival(deps: {
  arrive: () => Promise<void>;
  /** `retryAt` in milliseconds since the epoch; null when nothing tries by itself. */
  onTrouble: (error: ApiError, retryAt: number | null) => void;
  backoff: BackoffBounds;
}): Arrival {
  const life = new AbortController();
  let step = new AbortController();
  let running = false;

  async function run(): Promise<void> {
    for (let failures = 1; !life.signal.aborted; failures++) {
      step = new AbortController();
      try {
        await deps.arrive();
        return;
      } catch (cause) {
        if (life.signal.aborted) return;
        const error =
          cause instanceof ApiError ? cause : new ApiError(0, 'UNREADABLE', 'Something failed.', { cause });
        if (!error.passing) {
          deps.onTrouble(error, null);
          return;
        }
        const asked = (error.retryAfterSeconds ?? 0) * 1_000;
        const waitMs = Math.min(Math.max(asked, backoffMs(failures, deps.backoff)), deps.backoff.capMs);
        deps.onTrouble(error, Date.now() + waitMs);
        await pause(waitMs, AbortSignal.any([life.signal, step.signal]));
      }
    }
  }
  function start(): void {
    if (running || life.signal.aborted) return;
    running = true;
    void run().finally(() => {
      running = false;
    });
  }
  return {
    start,
    now: () => {
      if (running) step.abort();
      else start();
    },
    stop: () => life.abort(),
  };
}
