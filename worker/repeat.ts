import type { Logger } from '../core/logger.js';

export interface Repeated {
  /** Does it out of turn: at once, or when what is under way has ended. */
  now(): void;
  stop(): void;
}

/** Runs `work` every `everyMs`, never twice at once. */
export function repeat(everyMs: number, work: () => Promise<void>, logger: Logger): Repeated {
  let busy = false;
  let again = false;
  let stopped = false;
  const run = () => {
    busy = true;
    work()
      .catch((error: unknown) => logger.warn({ err: error }, 'a periodic check failed and will be repeated'))
      .finally(() => {
        busy = false;
        if (again) now();
      });
  };
  const now = () => {
    again = busy;
    if (!busy && !stopped) run();
  };
  const timer = setInterval(() => {
    if (!busy) run();
  }, everyMs);
  return {
    now,
    stop: () => {
      stopped = true;
      clearInterval(timer);
    },
  };
}
