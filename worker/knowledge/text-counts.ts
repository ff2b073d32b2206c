import type { Language } from '../../core/domain/message.js';
import type { Db } from '../../core/store/data-source.js';

/** Chunks and questions in a language that who has these labels may see. */
export interface TextCount {
  language: Language;
  texts: number;
}

/** Sets of labels whose counts are kept: a name of 6 KB at the most, and two numbers. */
export const MAX_COUNTED = 200;

export interface CountedTexts {
  /** Of the knowledge base, when it was counted. */
  version: string;
  counts: TextCount[];
}

/**
 * How many texts one with these labels may see: how rare a word is says little without it. Counting reads the whole base,
 * so what was counted is kept, and counted again for who has met another version than it is of.
 */
export function createTextCounts({
  db,
}: {
  db: Db;
}): (labels: readonly string[], met?: string) => Promise<CountedTexts> {
  const kept = new Map<string, CountedTexts>();
  /** Counts under way, by labels: many who meet a change count once. */
  const counting = new Map<string, Promise<CountedTexts>>();
  return async (labels, met) => {
    const key = JSON.stringify([...labels].sort());
    const known = kept.get(key);
    if (known && (met === undefined || met === known.version)) return known;
    const underWay = counting.get(key) ?? count(key, labels).finally(() => counting.delete(key));
    counting.set(key, underWay);
    return underWay;
  };

  async function count(key: string, labels: readonly string[]): Promise<CountedTexts> {
    // One statement: it counts what was there at the version that it tells.
    const [counted]: CountedTexts[] = await db.query(
      `SELECT version, (
         SELECT coalesce(json_agg(c), '[]') FROM (
           SELECT language, count(*) AS texts FROM (
             SELECT language, labels FROM knowledge_chunks
             UNION ALL SELECT language, labels FROM knowledge_questions) t
           WHERE labels <@ $1::text[] GROUP BY language) c) AS counts
       FROM knowledge_version`,
      [labels],
    );
    if (!counted) return { version: '', counts: [] };
    kept.delete(key);
    kept.set(key, counted);
    const [oldest] = kept.keys();
    if (kept.size > MAX_COUNTED && oldest !== undefined) kept.delete(oldest);
    return counted;
  }
}
