import type { Language } from '../../core/domain/message.js';
import type { Db } from '../../core/store/data-source.js';
import { asksForFigure } from './asks-for-figure.js';
import type { Basis, Evidence } from './evidence.js';
import { searchSql } from './search-sql.js';
import { type SearchTerm, searchTerms } from './search-terms.js';
import { type CountedTexts, createTextCounts } from './text-counts.js';

export interface FoundChunk {
  documentId: string;
  ordinal: number;
  title: string;
  /** Path of the document, then the headings above the chunk. */
  path: string;
  url: string | null;
  text: string;
  language: Language;
  /** Of its document; from 0, without a bound, comparable within one search. */
  score: number;
}

export interface Found {
  /** The best documents, best first, each with its best chunks. */
  chunks: FoundChunk[];
  evidence: Evidence;
  basis: Basis;
}

export interface SearchQuery {
  question: string;
  language: Language;
  /** Access labels of who asks. */
  labels: readonly string[];
}

/** Full-text search in Postgres; null where nothing fits at all. See `search-sql.ts` for what counts. */
export type Search = (query: SearchQuery) => Promise<Found | null>;

/** Chunks of one document that are given. */
export const CHUNKS_PER_DOCUMENT = 2;

export function createSearch({ db }: { db: Db }): Search {
  const countTexts = createTextCounts({ db });
  let sql: string | null = null;
  return async ({ question, language, labels }) => {
    const terms = searchTerms(question);
    if (terms.length === 0) return null;
    // Asked once: extensions are not added to a database that is in use.
    sql ??= searchSql(await findsTrigrams(db));
    const statement = sql;
    const ask = ({ counts }: CountedTexts): Promise<Row[]> =>
      db.query(statement, [
        terms.map((term) => term.concept),
        terms.map((term) => term.text),
        terms.map((term) => term.said),
        terms.map((term) => term.known),
        terms.map((term) => term.name !== null),
        terms.map((term) => term.spelt),
        language,
        CHUNKS_PER_DOCUMENT,
        labels,
        counts.map(({ language }) => language),
        counts.map(({ texts }) => texts),
      ]);
    const counted = await countTexts(labels);
    const rows = await ask(counted);
    const met = rows[0]?.version;
    // Whether anything is found does not depend on the counts, only which of it is best: where they are old, once more.
    const asked = { terms, figure: asksForFigure(question) };
    if (met === undefined || met === counted.version) return read(rows, asked);
    return read(await ask(await countTexts(labels, met)), asked);
  };
}

/** Not whether pg_trgm is there: it may be in a schema that is not searched. */
async function findsTrigrams(db: Db): Promise<boolean> {
  const [row]: { there: boolean }[] = await db.query(
    `SELECT to_regoperator('%(text,text)') IS NOT NULL AS there`,
  );
  return row?.there ?? false;
}

interface Row extends FoundChunk {
  /** Of the question: see {@link Evidence}. */
  concepts: number;
  /** In no document; names as well. */
  unseen: number;
  /** Those that are names and in some document, and in this one. */
  namedSeen: number[];
  namedHere: number[];
  /** Whether the document says which questions it answers, and its score without that. */
  asked: boolean;
  said: number;
  /** Of the knowledge base. */
  version: string;
}

function read(
  rows: readonly Row[],
  { terms, figure }: { terms: SearchTerm[]; figure: boolean },
): Found | null {
  const [best, next] = [...new Map(rows.map((row) => [row.documentId, row])).values()];
  if (!best) return null;
  const { concepts, unseen, asked } = best;
  const conceptsOf = (wanted: (term: SearchTerm) => boolean) =>
    new Set(terms.filter(wanted).map((term) => term.concept));
  const seen = new Set(best.namedSeen);
  const named = conceptsOf(
    ({ name, concept }) => name === 'known' || (name === 'written' && seen.has(concept)),
  );
  const foreign = conceptsOf(({ name, concept }) => name === 'written' && !seen.has(concept)).size;
  // One may be about the one thing and the next about the other.
  const there = new Set([...best.namedHere, ...(next?.namedHere ?? [])]);
  return {
    chunks: rows.map(({ documentId, ordinal, title, path, url, text, language, score }) => {
      return { documentId, ordinal, title, path, url, text, language, score };
    }),
    evidence: {
      score: asked ? best.score : best.said,
      nextScore: (asked ? next?.score : next?.said) ?? 0,
      concepts,
      known: conceptsOf((term) => term.known).size,
      unseen: Math.max(0, unseen - foreign),
      named: named.size,
      namedThere: there.size,
      foreign,
      figure,
    },
    basis: asked ? 'questions' : 'texts',
  };
}
