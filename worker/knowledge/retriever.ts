import type { Language } from '../../core/domain/message.js';
import type { Db } from '../../core/store/data-source.js';
import { searchTerms } from './search-terms.js';

export interface RetrievedChunk {
  documentId: string;
  ordinal: number;
  title: string;
  /** Path of the document, then the headings above the chunk. */
  path: string;
  url: string | null;
  text: string;
  /** 0 to 1, comparable within one result. */
  score: number;
  /** Which share of what the question asks about the chunk mentions, rare words counting more; 0 to 1. */
  coverage: number;
  language: Language;
}

export interface Retriever {
  /**
   * The chunks that answer the question best, best first; an empty list when the knowledge base has nothing
   * that is about it. In the question's language, or in the other one when only that has something.
   */
  retrieve(query: { question: string; language: Language; limit: number }): Promise<RetrievedChunk[]>;
}

/** What a document may take of the result, so that one does not crowd out the rest. */
const MAX_CHUNKS_PER_DOCUMENT = 2;
/** Chunks far behind the best one are noise beside it. */
const MIN_SHARE_OF_BEST = 0.35;
/** What a concept weighs that no document mentions, beside one that a single chunk does. */
const UNSEEN_SHARE = 0.5;
/** How far behind the other language's best the question's own may be before that is taken instead. */
const OWN_LANGUAGE_SHARE = 0.6;

/**
 * Full-text search in Postgres: any of the question's words may match, each weighs by how rare it is
 * (inverse document frequency) and where it stands (title, then heading, then body). The words become queries
 * by Postgres' own parser; no text of the user is ever part of SQL or of a query expression.
 */
export function createPostgresRetriever({ db }: { db: Db }): Retriever {
  return {
    async retrieve({ question, language, limit }) {
      const terms = searchTerms(question);
      if (terms.length === 0) return [];
      const rows: Row[] = await db.query(SEARCH, [
        terms.map((term) => term.concept),
        terms.map((term) => term.text),
        terms.map((term) => term.factor),
        terms.map((term) => term.known),
      ]);
      const good = rows.filter(isEvidence);
      const own = good.filter((row) => row.language === language);
      const other = good.filter((row) => row.language !== language);
      const chosen = bestScore(own) >= bestScore(other) * OWN_LANGUAGE_SHARE ? own : other;
      const enough = bestScore(chosen) * MIN_SHARE_OF_BEST;
      return spread(chosen.filter((row) => row.score >= enough))
        .slice(0, limit)
        .map(({ matched: _, known: __, ...chunk }) => chunk);
    },
  };
}

function bestScore(chunks: readonly RetrievedChunk[]): number {
  return chunks[0]?.score ?? 0;
}

interface Row extends RetrievedChunk {
  /** Concepts of the question that the chunk mentions; `known` counts those of this trade. */
  matched: number;
  known: number;
}

/**
 * Whether a chunk is about the question, or only shares a word with it. A word of this trade is worth more
 * than any other: `gateway` in a long story says what the story is about, `policy` does not. The bounds are
 * measured: they part the answerable questions from the others.
 */
function isEvidence({ coverage, matched, known }: Row): boolean {
  if (known > 0) return coverage >= 0.2;
  return coverage >= (matched > 1 ? 0.5 : 0.6);
}

/** At most so many chunks of one document, in the order given. */
function spread(chunks: readonly Row[]): Row[] {
  const counts = new Map<string, number>();
  return chunks.filter((chunk) => {
    const count = (counts.get(chunk.documentId) ?? 0) + 1;
    counts.set(chunk.documentId, count);
    return count <= MAX_CHUNKS_PER_DOCUMENT;
  });
}

/**
 * $1 to $4: concept, text, factor and known of each term. Both languages at once, the best 20 of each.
 *
 * ts_rank of one term grows with how often and how prominently it stands in the chunk, and saturates; the
 * weights are those of D (unused), C, B and A. A concept that the knowledge base never mentions counts for
 * coverage too, but for less: people tell more about their case than the answer depends on.
 */
const SEARCH = `
  WITH terms AS (
    SELECT t.concept, t.known, l.language, t.factor, phraseto_tsquery(l.configuration, t.text) AS query
    FROM unnest($1::int[], $2::text[], $3::float8[], $4::bool[]) AS t (concept, text, factor, known),
         (VALUES ('en', 'english'::regconfig), ('fr', 'french'::regconfig)) AS l (language, configuration)
  ),
  hits AS (
    SELECT t.language, t.concept, t.known, c.document_id, c.ordinal,
           max(t.factor * ts_rank('{0.3, 0.3, 0.6, 1.0}', c.search, t.query)) AS rank,
           count(*) OVER (PARTITION BY t.language, t.concept) AS frequency
    FROM terms t JOIN knowledge_chunks c ON c.search @@ t.query AND c.language = t.language
    GROUP BY t.language, t.concept, t.known, c.document_id, c.ordinal
  ),
  totals AS (SELECT language, count(*)::float8 AS chunks FROM knowledge_chunks GROUP BY language),
  weights AS (
    SELECT t.language, t.concept,
           CASE WHEN h.frequency IS NULL THEN ${UNSEEN_SHARE} ELSE 1 END
             * ln(1 + n.chunks / (0.5 + coalesce(h.frequency, 0))) AS weight
    FROM (SELECT DISTINCT language, concept FROM terms WHERE numnode(query) > 0) t
    JOIN totals n USING (language)
    LEFT JOIN (SELECT DISTINCT language, concept, frequency FROM hits) h USING (language, concept)
  ),
  wanted AS (SELECT language, sum(weight) AS weight FROM weights GROUP BY language),
  ranked AS (
    SELECT h.language, h.document_id, h.ordinal, sum(w.weight * h.rank) / max(a.weight) AS score,
           sum(w.weight) / max(a.weight) AS coverage, count(*)::int AS matched,
           (count(*) FILTER (WHERE h.known))::int AS known,
           row_number() OVER (PARTITION BY h.language ORDER BY sum(w.weight * h.rank) DESC, h.document_id, h.ordinal) AS place
    FROM hits h JOIN weights w USING (language, concept) JOIN wanted a USING (language)
    GROUP BY h.language, h.document_id, h.ordinal
  )
  SELECT r.document_id AS "documentId", r.ordinal, c.title,
         d.path || CASE WHEN c.heading = '' THEN '' ELSE ' › ' || c.heading END AS path,
         d.url, c.body AS text, r.language, r.coverage, r.matched, r.known, r.score
  FROM ranked r
  JOIN knowledge_chunks c USING (document_id, ordinal)
  JOIN knowledge_documents d ON d.id = r.document_id
  WHERE r.place <= 20
  ORDER BY r.place, r.language`;
