/** Bounds of the doctor's own questions. */
export const doctorLimits = {
  /** One check as a whole, its connection included: whoever runs this is waiting, and all run side by side. */
  checkMs: 5_000,
  /** Between two tries of a queue whose connection is not made yet. */
  againMs: 50,
  /** More than that between this machine's clock and Postgres' is worth a word: tokens are checked to 5 s. */
  clockMs: 2_000,
  /** The oldest turn that was handed over and is queued in a healthy installation is younger. */
  oldestQueuedMs: 60_000,
} as const;
