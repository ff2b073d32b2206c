export interface BackoffBounds {
  /** Ceiling of the first wait. */
  baseMs: number;
  /** No wait is longer than this. */
  capMs: number;
}

/**
 * Milliseconds to wait after `failures` (1 or more) failures in a row: full jitter, a uniform draw between
 * zero and a ceiling that doubles up to the cap. A thousand widgets that lost one server come back spread out.
 */
export function backoffMs(
  failures: number,
  bounds: BackoffBounds,
  random: () => number = Math.random,
): number {
  const doublings = Math.min(Math.max(failures, 1) - 1, 20);
  return Math.round(random() * Math.min(bounds.capMs, bounds.baseMs * 2 ** doublings));
}
