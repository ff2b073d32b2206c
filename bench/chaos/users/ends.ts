import type { Posted, Seen } from './chat.js';

/** Lets callers wait for the end of an answer. `tell` after each end. */
export function createEnds(answerOf: (posted: Posted) => Seen) {
  const waiting = new Set<() => void>();
  return {
    tell: () => {
      for (const look of waiting) look();
    },
    ended: (posted: Posted, limitMs: number): Promise<boolean> =>
      new Promise((resolve) => {
        const settle = (value: boolean) => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve(value);
        };
        const look = () => {
          if (answerOf(posted).endedAt !== null) settle(true);
        };
        const timer = setTimeout(() => settle(false), limitMs);
        waiting.add(look);
        look();
      }),
  };
}
