import { ApiError } from './api-error.js';
import { backoffMs } from './backoff.js';
import { clientLimits, sendBackoffLimits } from './limits.js';

/**
 * Sends messages one at a time, in the order typed, each under its own idempotency key, so that a repeat after
 * a lost answer does no harm. A message that cannot go out waits and goes by itself; one that is refused is
 * given back to the user. Holds keys only, and no more than the letter box does.
 */
export interface Outbox {
  add(key: string): void;
  /** A message that has not gone out will not. */
  take(key: string): void;
  /** Ends a wait between tries. */
  flush(): void;
  waiting(): readonly string[];
  close(): void;
}

export function createOutbox(deps: {
  send: (key: string) => Promise<void>;
  /** It is sent again at `retryAt` (milliseconds since the epoch), or when the outbox is flushed. */
  onWaiting: (key: string, error: ApiError, retryAt: number) => void;
  onRefused: (key: string, error: ApiError) => void;
  random?: () => number;
}): Outbox {
  const keys: string[] = [];
  let busy = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let closed = false;

  function remove(key: string): void {
    const at = keys.indexOf(key);
    if (at !== -1) keys.splice(at, 1);
  }

  function waitAfter(error: ApiError): void {
    failures++;
    const asked = (error.retryAfterSeconds ?? 0) * 1_000;
    const waitMs = Math.min(
      Math.max(asked, backoffMs(failures, sendBackoffLimits, deps.random)),
      clientLimits.longestHintMs,
    );
    timer = setTimeout(() => void work(), waitMs);
    for (const held of keys) deps.onWaiting(held, error, Date.now() + waitMs);
  }

  async function work(): Promise<void> {
    const key = keys[0];
    if (busy || closed || key === undefined) return;
    if (timer) clearTimeout(timer);
    timer = null;
    busy = true;
    try {
      await deps.send(key);
      remove(key);
      failures = 0;
    } catch (cause) {
      if (closed) return;
      const error =
        cause instanceof ApiError ? cause : new ApiError(0, 'UNREADABLE', 'It could not be sent.', { cause });
      if (error.passing || error.code === 'SIGNED_OUT') waitAfter(error);
      else {
        remove(key);
        deps.onRefused(key, error);
      }
    } finally {
      busy = false;
    }
    if (!timer) void work();
  }

  function flush(): void {
    if (!timer) return;
    clearTimeout(timer);
    timer = null;
    void work();
  }

  return {
    add: (key) => {
      if (keys.includes(key)) return;
      keys.push(key);
      if (!timer) void work();
    },
    take: (key) => {
      remove(key);
      // A wait for nothing would keep the next one from going at once.
      if (keys.length === 0) flush();
    },
    flush,
    waiting: () => keys,
    close: () => {
      closed = true;
      if (timer) clearTimeout(timer);
    },
  };
}
