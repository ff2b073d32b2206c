import type { PostgresStore } from '../site/stores.js';
import type { Probe } from '../users/aside-chat.js';
import { atMost, type Finding, finding, none } from './finding.js';

/** Longest that a request waits for Postgres: a statement and the wait for a connection. */
const LONGEST_MS = 21_000;

/**
 * Posts that were tried once while Postgres was in trouble: taken, or refused in words that say when to come again. What
 * became of those that were taken is for the oracle, as ever.
 */
export async function judgeProbes(
  probes: readonly Probe[],
  postgres: Pick<PostgresStore, 'query'>,
  note: (figure: string) => void,
): Promise<Finding[]> {
  const refused = probes.filter(({ status }) => status === 503);
  const taken = probes.filter(({ status }) => status === 202);
  const kept = await postgres.query(`SELECT 1 FROM messages WHERE type = 'user' AND content = ANY($1)`, [
    refused.map(({ text }) => text),
  ]);
  // By a commit whose answer was lost; who repeats the request with its key is given that message.
  note(`${kept.length} of ${refused.length} posts that were refused are kept all the same`);
  return [
    finding(
      'posts refused with 503, the others taken',
      `${refused.length}, ${taken.length}`,
      refused.length > 0 && taken.length > 0,
    ),
    none('post answered otherwise', probes.length - refused.length - taken.length),
    none('503 without Retry-After', refused.filter(({ retryAfter }) => retryAfter === null).length),
    atMost(
      'an answer to a post',
      probes.map(({ tookMs }) => tookMs),
      1,
      LONGEST_MS,
    ),
  ];
}
