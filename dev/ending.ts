import { setTimeout as delay } from 'node:timers/promises';

export interface Ending {
  /** Whether the end has been asked for. */
  readonly asked: boolean;
  /** Closes everything and exits with `code`. Later calls change nothing. */
  end(code: number): void;
}

export interface EndingOptions {
  /** Ends everything in good order. */
  close(): Promise<void>;
  /** Ends everything at once; has no time to wait. */
  kill(): void;
  /** After this long `kill` is called. */
  deadlineMs: number;
}

/** Who finds it gone later, as in the log of a terminal that was closed, sees that it was told to go. */
const ended = {
  SIGINT: 'Ended.',
  SIGTERM: 'Ended by SIGTERM.',
  SIGHUP: 'Ended, since its terminal has gone.',
} as const;

/** npm passes Ctrl-C on to us, who have had it from the terminal already: that is one Ctrl-C, not two. */
const sameKeyPressMs = 400;

/**
 * Ends on SIGINT, SIGTERM and SIGHUP; a second signal ends at once.
 * SIGKILL of us cannot be seen here: server, worker and PostgreSQL each notice that themselves.
 */
export function createEnding({ close, kill, deadlineMs }: EndingOptions): Ending {
  let askedAt = 0;
  const leave = async (code: number) => {
    kill();
    await delay(200);
    process.exit(code);
  };
  const end = (code: number) => {
    if (askedAt) return;
    askedAt = Date.now();
    setTimeout(() => leave(1), deadlineMs).unref();
    close().then(
      () => process.exit(code),
      () => leave(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!askedAt) process.once('exit', () => console.log(`\n  ${ended[signal]}`));
      if (askedAt && Date.now() - askedAt > sameKeyPressMs) leave(1);
      else end(0);
    });
  }
  return {
    get asked() {
      return askedAt > 0;
    },
    end,
  };
}
