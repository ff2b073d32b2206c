/**
 * What follows a commit makes things quick, never right: it may fail, and then the sweep or the next read makes
 * up for it. So it may not hold an answer for long either: a 202 comes within 500 ms while the backplane is away.
 */
export const afterCommitLimits = {
  /** Appending to the event log, a signal. Handing a turn to the queue runs beside them, with a limit of its own. */
  stepMs: 250,
  /** Asking the event log where it stands. */
  tailMs: 250,
} as const;
