import { ModelError } from './model-error.js';

/** How many calls of one model a worker has under way, between 1 and what it may run at once. */
export interface AdaptiveLimit {
  /**
   * Waits for room, first come first served among those of the same place. Resolves to what gives it back. Rejects with a ModelError `throttled` when
   * there is none in time, and with the signal's reason when it aborts.
   */
  enter(signal: AbortSignal, place?: Place): Promise<() => void>;
  succeeded(): void;
  throttled(): void;
  readonly limit: number;
}

export const adaptiveLimits = {
  /** Longest wait for room. */
  waitMs: 10_000,
  /** Throttled answers of one burst say the same thing: within this time the limit is lowered once. */
  burstMs: 1_000,
  /** Without a throttled answer for so long the limit is doubled, and again after as long. */
  recoverMs: 2_000,
} as const;

/** `ahead` of all others; at the `end`; or `nowhere`: without room it is `throttled` at once. */
export type Place = 'ahead' | 'end' | 'nowhere';

interface Waiting {
  place: Place;
  enter(): void;
}

/**
 * Additive increase, multiplicative decrease, as TCP has it (Chiu and Jain, 1989): a throttled answer halves what is
 * under way, and as many successes as the limit is raise it by one, so that many workers come to share a quota that
 * none of them knows. Successes alone would be too slow: one long answer would hold the only place for a minute. So the
 * limit also grows with the time in which nobody was throttled.
 */
export function createAdaptiveLimit(max: number, now: () => number = () => performance.now()): AdaptiveLimit {
  let limit = max;
  let running = 0;
  let loweredAt = Number.NEGATIVE_INFINITY;
  let recoveredAt = now();
  /** At most one for each turn of this worker: it has one call of a model at a time. */
  const queue: Waiting[] = [];

  const full = () => new ModelError('throttled', 'too many calls of the model are under way');
  const hasRoom = () => running < Math.max(1, Math.floor(limit));
  const letIn = () => {
    while (hasRoom() && queue.length > 0) queue.shift()?.enter();
  };
  const recover = () => {
    const times = Math.floor((now() - recoveredAt) / adaptiveLimits.recoverMs);
    recoveredAt += times * adaptiveLimits.recoverMs;
    if (times > 0) limit = Math.min(max, limit * 2 ** Math.min(times, 10));
  };
  const leaveOnce = () => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      running -= 1;
      letIn();
    };
  };

  return {
    enter: (signal, place = 'end') => {
      signal.throwIfAborted();
      recover();
      if (queue.length === 0 && hasRoom()) {
        running += 1;
        return Promise.resolve(leaveOnce());
      }
      if (place === 'nowhere') return Promise.reject(full());
      return new Promise((resolve, reject) => {
        const waiting: Waiting = {
          place,
          enter: () => {
            end();
            running += 1;
            resolve(leaveOnce());
          },
        };
        const end = () => {
          clearTimeout(timer);
          clearInterval(growing);
          signal.removeEventListener('abort', onAbort);
          const at = queue.indexOf(waiting);
          if (at >= 0) queue.splice(at, 1);
        };
        const onAbort = () => {
          end();
          reject(signal.reason);
        };
        const timer = setTimeout(() => {
          end();
          reject(full());
        }, adaptiveLimits.waitMs);
        const growing = setInterval(() => {
          recover();
          letIn();
        }, adaptiveLimits.recoverMs);
        signal.addEventListener('abort', onAbort);
        const before =
          place === 'ahead' ? queue.findLastIndex((other) => other.place === place) + 1 : queue.length;
        queue.splice(before, 0, waiting);
      });
    },
    succeeded: () => {
      limit = Math.min(max, limit + 1 / limit);
      letIn();
    },
    throttled: () => {
      if (now() - loweredAt < adaptiveLimits.burstMs) return;
      loweredAt = now();
      recoveredAt = loweredAt;
      // What is allowed and not used says nothing of what the model bears.
      limit = Math.max(1, Math.min(limit, running) / 2);
    },
    get limit() {
      return Math.max(1, Math.floor(limit));
    },
  };
}
