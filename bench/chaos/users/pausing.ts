/** Lets a reader stop taking anything from its socket, and go on. */
export interface Pausing {
  pause(): void;
  resume(): void;
  /** Resolves at once, or when reading goes on. */
  untilResumed(): Promise<void>;
}

export function createPausing(): Pausing {
  let until: Promise<void> | null = null;
  let end = () => {};
  return {
    pause: () => {
      until ??= new Promise((resolve) => {
        end = resolve;
      });
    },
    resume: () => {
      end();
      until = null;
    },
    untilResumed: async () => {
      if (until) await until;
    },
  };
}
