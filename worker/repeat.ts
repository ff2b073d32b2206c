import type { Logger } from '../core/logger.js';

/** Runs `work` every `everyMs`, never twice at once. */
export function repeat(everyMs: number, work: () => Promise<void>, logger: Logger): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    work()
      .catch((error: unknown) => logger.warn({ err: error }, 'a periodic check failed and will be repeated'))
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  return () => clearInterval(timer);
}
