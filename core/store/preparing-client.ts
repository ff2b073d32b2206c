import { createHash } from 'node:crypto';
import { types } from 'node:util';
import { Client } from 'pg';

/** Statements that one process prepares; the store has far fewer, and what is beyond is planned each time. */
export const MAX_NAMES = 500;

const names = new Map<string, string>();

/**
 * A connection that prepares each statement with parameters when it first meets it: Postgres then parses it once,
 * and plans it a few times instead of at every execution, which took longer than executing most of them.
 *
 * It ends when a query had no answer in time. The link is dead then, or else what is asked next would wait for that
 * answer: a pool that was given such a connection back would hand it out again.
 */
export class PreparingClient extends Client {
  constructor(...options: ConstructorParameters<typeof Client>) {
    super(...options);
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    const prepared = (first: unknown, second: unknown, ...rest: unknown[]) => {
      if (typeof first !== 'string' || !Array.isArray(second) || second.length === 0) {
        return query(first, second, ...rest);
      }
      const name = nameOf(first);
      return name ? query({ name, text: first, values: second }, ...rest) : query(first, second, ...rest);
    };
    this.query = ((...args: [unknown, unknown, ...unknown[]]) => {
      const answer = prepared(...args);
      // Heard before the caller hears of it, and gives the connection back.
      if (types.isPromise(answer)) answer.catch((error) => isReadTimeout(error) && void this.end());
      return answer;
    }) as Client['query'];
  }
}

/** pg says it in words only, for its `query_timeout`. */
function isReadTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

/** The same in every process, so that it says the same in `pg_prepared_statements`; null when there are too many. */
function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known) return known;
  if (names.size >= MAX_NAMES) return null;
  const name = createHash('sha1').update(text).digest('hex');
  names.set(text, name);
  return name;
}
