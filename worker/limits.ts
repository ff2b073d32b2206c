/** Bounds of the process as a whole. */
export const workerLimits = {
  /** Connections to Postgres; a turn holds one for a few milliseconds at a time, and none while the model answers. */
  poolSize: 10,
  /**
   * Connections for leases alone: renewing, looking for stops, and judging. An answer is late after `leaseQueryMs`, when
   * its connection is given up: of a link that was lost without a word, leases are to notice before they run out.
   */
  leasePoolSize: 3,
  leaseQueryMs: 2_000,
  /** Nobody waits for a worker's hand-over, so it may take as long as the queue needs on a bad day. */
  deliverMs: 2_000,
  /** Once interrupted, a turn is handed back within this time. */
  handBackMs: 1_500,
  /** On Postgres an idle worker asks for a job only when the next is due, which is every minute. */
  maintenanceStuckAfterMs: 150_000,
  healthGraceMs: 1_000,
  /** After the grace time: handing turns back, and closing connections. */
  closeMarginMs: 6_000,
} as const;
