/** Bounds of the process as a whole. */
export const serverLimits = {
  /** Connections to Postgres for requests; each request holds one for a few milliseconds at a time. */
  poolSize: 20,
  /** Streams that are closed for a restart come back after this long, spread up to twice as long. */
  reconnectMs: 1_000,
  metricsGraceMs: 1_000,
  /**
   * Before the port is closed, `/readyz` says so for this long or a quarter of the grace time, whichever is less: a
   * probe has to see it, and requests that were sent here meanwhile are answered.
   */
  maxNoticeMs: 2_000,
  /** Closing pools and connections after the grace of requests and streams. */
  closeMarginMs: 5_000,
} as const;
