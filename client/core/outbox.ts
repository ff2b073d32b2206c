import { ApiError } from './api-error.js';
import { type BackoffBounds, backoffMs } from './backoff.js';

export interface Letter {
  key: string;
  content: string;
  createdAt: string;
}

/**
 * Sends messages one at a time, in the order typed, each under its own idempotency key, so that a repeat after
 * a lost answer does no harm. A message that cannot go out waits and goes by itself; one that is refused is
 * given back to the user.
 */
export interface Outbox {
  /** False when it is full: nothing was taken. */
  add(letter: Letter): boolean;
  /** Ends a wait between tries. */
  flush(): void;
  waiting(): readonly Letter[];
  close(): void;
}

const CAPACITY = 20;
const backoff: BackoffBounds = { baseMs: 1_000, capMs: 30_000 };

export function createOutbox(deps: {
  send: (letter: Letter) => Promise<void>;
  onWaiting: (letter: Letter, error: ApiError) => void;
  onRefused: (letter: Letter, error: ApiError) => void;
  random?: () => number;
}): Outbox {
  const letters: Letter[] = [];
  let busy = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let closed = false;

  async function work(): Promise<void> {
    const letter = letters[0];
    if (busy || closed || !letter) return;
    if (timer) clearTimeout(timer);
    timer = null;
    busy = true;
    try {
      await deps.send(letter);
      letters.shift();
      failures = 0;
    } catch (cause) {
      const error =
        cause instanceof ApiError ? cause : new ApiError(0, 'UNREADABLE', 'It could not be sent.', { cause });
      if (error.passing || error.code === 'SIGNED_OUT') {
        failures++;
        for (const held of letters) deps.onWaiting(held, error);
        const asked = (error.retryAfterSeconds ?? 0) * 1_000;
        timer = setTimeout(
          () => void work(),
          Math.min(Math.max(asked, backoffMs(failures, backoff, deps.random)), 60_000),
        );
      } else {
        letters.shift();
        deps.onRefused(letter, error);
      }
    } finally {
      busy = false;
    }
    if (!timer) void work();
  }

  return {
    add: (letter) => {
      if (letters.length >= CAPACITY) return false;
      letters.push(letter);
      if (!timer) void work();
      return true;
    },
    flush: () => {
      if (!timer) return;
      clearTimeout(timer);
      timer = null;
      void work();
    },
    waiting: () => letters,
    close: () => {
      closed = true;
      if (timer) clearTimeout(timer);
    },
  };
}
