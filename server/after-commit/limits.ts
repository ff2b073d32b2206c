/**
 * What follows a commit makes things quick, never right: it may fail, and then the sweep or the next read makes
 * up for it. So it may not hold an answer for long either: a 202 comes within 500 ms while the backplane is away.
 */
export const afterCommitLimits = {
  /** Appending to the event log, handing a turn to the queue, a signal; they run side by side. */
  stepMs: 250,
  /** Asking the event log where it stands, before a page is read. No 202 waits for this. */
  tailMs: 1_000,
} as const;
