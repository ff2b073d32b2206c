import type { Posted } from '../users/chat.js';
import { atMost, type Finding, finding } from './finding.js';

/** Promise 1: with Redis away, POST answers 202 within 500 ms. */
export function takenAtOnce(accepted: readonly Posted[]): Finding[] {
  const first = accepted.filter(({ tries }) => tries === 1);
  return [
    finding(
      'every post meanwhile is taken at the first try',
      `${first.length} of ${accepted.length}`,
      first.length === accepted.length,
    ),
    atMost(
      'POST to 202 meanwhile',
      accepted.map(({ tookMs }) => tookMs),
      1,
      500,
    ),
  ];
}
