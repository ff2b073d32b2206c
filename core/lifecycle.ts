import type { Logger } from './logger.js';

/**
 * What was opened is closed in reverse order, also when start-up fails half way: each part registers its closer
 * on the line after it was opened.
 */
export interface Lifecycle {
  onClose(name: string, closer: () => Promise<void> | void): void;
  /** Runs every closer once, whatever the others do. Later calls return the first call's promise. */
  close(): Promise<void>;
}

export function createLifecycle(logger: Logger): Lifecycle {
  const closers: { name: string; closer: () => Promise<void> | void }[] = [];
  let closing: Promise<void> | null = null;
  const closeAll = async () => {
    for (const { name, closer } of closers.reverse()) {
      try {
        await closer();
      } catch (error) {
        logger.warn({ err: error, part: name }, 'a part did not close cleanly');
      }
    }
  };
  return {
    onClose: (name, closer) => void closers.push({ name, closer }),
    close: () => {
      closing ??= closeAll();
      return closing;
    },
  };
}

/**
 * Runs `close` on the first SIGTERM or SIGINT and then exits with 0. A second signal, or `deadlineMs` without an
 * end, exits at once with 1.
 */
export function closeOnSignal(close: () => Promise<void>, deadlineMs: number, logger: Logger): void {
  let signalled = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (signalled) {
      logger.warn({ signal }, 'second signal: leaving at once');
      process.exit(1);
    }
    signalled = true;
    logger.info({ signal }, 'closing');
    setTimeout(() => {
      logger.error({ deadline_ms: deadlineMs }, 'closing took too long: leaving');
      process.exit(1);
    }, deadlineMs).unref();
    close().then(
      () => process.exit(0),
      (error) => {
        logger.error({ err: error }, 'closing failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
