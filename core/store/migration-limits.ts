export const migrationLimits = {
  /** Of the release command. Migrations run one after the other; the second is in reserve, for what one asks beside its own. */
  connections: 2,
  connectMs: 5_000,
  /** How long another process' migrations are waited for. */
  lockWaitMs: 30 * 60_000,
  /**
   * A migration waits for a table, and everybody else behind it. Longer than the second after which Postgres has a vacuum
   * make room, and shorter than twice that: in a circle the migration gives way, never who is in it by chance.
   */
  tableWaitMs: 1_500,
  /** Then it lets the others go on, and tries again. */
  tries: 100,
  pauseMs: 3_000,
} as const;
