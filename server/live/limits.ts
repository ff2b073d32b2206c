/** Bounds of live delivery. Bytes and counts are per stream or per watched session of one process. */
export const liveLimits = {
  /** A reader with this much unsent is not pushed to until its socket has drained. */
  unsentBytes: 1_048_576,
  /** A reader whose socket took no byte for this long is closed; it resumes by its cursor. */
  stalledMs: 30_000,
  /** Frames kept for readers that are slightly behind, so that they do not cost a read of the log each. */
  ringFrames: 256,
  ringBytes: 262_144,
  /** Nobody needs the frames of a session in which nothing happened for this long. */
  ringIdleMs: 5_000,
  /** Events read from the log at once. */
  pageEvents: 200,
  /** Pages read from the log at the same time, for readers that are behind. */
  pagesAtOnce: 8,
  /** Snapshots built at the same time. */
  snapshotsAtOnce: 8,
  /** How often each watched session is compared with its log, for wake-ups that were lost. */
  tickMs: 1_000,
  /** Sessions compared in one round trip. */
  tickBatch: 500,
  /** Load balancers cut connections that are idle for 60 s, some for 15 s. */
  keepAliveMs: 12_000,
  /** First reconnection delay that a stream suggests to its reader. */
  retryMs: 1_000,
  /** Events in one answer of a long poll. */
  pollEvents: 500,
} as const;

export type LiveLimits = { [K in keyof typeof liveLimits]: number };
