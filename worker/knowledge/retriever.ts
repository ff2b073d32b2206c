import type { Language } from '../../core/domain/message.js';
import type { Db } from '../../core/store/data-source.js';
import { withoutStopWords } from './stop-words.js';

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

const CONFIGURATIONS: Record<Language, string> = { en: 'english', fr: 'french' };

/** A question's subject is in its first words; what is pasted below it only adds noise and work. */
const MAX_QUESTION_CHARACTERS = 1_000;
const MAX_TERMS = 24;
/** What a document may take of the result, so that one does not crowd out the rest. */
const MAX_CHUNKS_PER_DOCUMENT = 2;
/** Below this a chunk shares only words with the question, not its subject. */
const MIN_COVERAGE = 0.34;
/** Chunks far behind the best one are noise beside it. */
const MIN_SHARE_OF_BEST = 0.35;

/**
 * Full-text search in Postgres: any of the question's words may match, each weighs by how rare it is
 * (inverse document frequency) and where it stands (title, then heading, then body). The words become a
 * query by Postgres' own parser; no text of the user is ever part of SQL or of a query expression.
 */
export function createPostgresRetriever({ db }: { db: Db }): Retriever {
  async function search(question: string, language: Language): Promise<RetrievedChunk[]> {
    const rows: RetrievedChunk[] = await db.query(SEARCH, [
      withoutStopWords(question.slice(0, MAX_QUESTION_CHARACTERS)),
      CONFIGURATIONS[language],
      language,
    ]);
    const best = Math.max(...rows.map((row) => row.score));
    return rows.filter((row) => row.coverage >= MIN_COVERAGE && row.score >= best * MIN_SHARE_OF_BEST);
  }

  return {
    async retrieve({ question, language, limit }) {
      const found = await search(question, language);
      const chunks = found.length > 0 ? found : await search(question, language === 'en' ? 'fr' : 'en');
      return spread(chunks).slice(0, limit);
    },
  };
}

function spread(chunks: readonly RetrievedChunk[]): RetrievedChunk[] {
  const counts = new Map<string, number>();
  return chunks.filter((chunk) => {
    const count = (counts.get(chunk.documentId) ?? 0) + 1;
    counts.set(chunk.documentId, count);
    return count <= MAX_CHUNKS_PER_DOCUMENT;
  });
}

/**
 * $1 question, $2 text search configuration, $3 language.
 *
 * `array_to_tsvector(…)::text` quotes a lexeme the way a tsquery wants it. ts_rank of one lexeme grows with how
 * often and how prominently it stands in the chunk, and saturates; its weights are those of D, C, B and A.
 */
const SEARCH = `
  WITH terms AS (
    SELECT lexeme, array_to_tsvector(ARRAY[lexeme])::text::tsquery AS query
    FROM unnest(to_tsvector($2::regconfig, $1))
    LIMIT ${MAX_TERMS}
  ),
  hits AS (
    SELECT t.lexeme, c.document_id, c.ordinal,
           ts_rank('{0.3, 0.3, 0.6, 1.0}', c.search, t.query) AS rank,
           count(*) OVER (PARTITION BY t.lexeme) AS frequency
    FROM terms t JOIN knowledge_chunks c ON c.search @@ t.query AND c.language = $3
  ),
  weights AS (
    SELECT t.lexeme, ln(1 + n.total / (0.5 + coalesce(h.frequency, 0))) AS weight
    FROM terms t
    CROSS JOIN (SELECT count(*)::float8 AS total FROM knowledge_chunks WHERE language = $3) n
    LEFT JOIN (SELECT DISTINCT lexeme, frequency FROM hits) h USING (lexeme)
  ),
  best AS (
    SELECT h.document_id, h.ordinal, sum(w.weight * h.rank) AS strength,
           sum(w.weight) / (SELECT sum(weight) FROM weights) AS coverage
    FROM hits h JOIN weights w USING (lexeme)
    GROUP BY h.document_id, h.ordinal
    ORDER BY strength DESC, h.document_id, h.ordinal
    LIMIT 40
  )
  SELECT b.document_id AS "documentId", b.ordinal, c.title,
         d.path || CASE WHEN c.heading = '' THEN '' ELSE ' › ' || c.heading END AS path,
         d.url, c.body AS text, c.language, b.coverage,
         b.strength / (SELECT sum(weight) FROM weights) AS score
  FROM best b
  JOIN knowledge_chunks c USING (document_id, ordinal)
  JOIN knowledge_documents d ON d.id = b.document_id
  ORDER BY score DESC, b.document_id, b.ordinal`;
