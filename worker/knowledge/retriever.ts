import type { Language } from '../../core/domain/message.js';
import type { Db } from '../../core/store/data-source.js';
import { SEARCH } from './search-sql.js';
import { type SearchTerm, searchTerms } from './search-terms.js';

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
  /** The evidence is thin: an answer from it has to say so. */
  weak?: boolean;
}

export interface Retriever {
  /**
   * The chunks that answer the question best, best first; an empty list when the knowledge base has nothing
   * that is about it. In the question's language, or in the other one when only that has something. A document that
   * asks for a label which is not among `labels` is as if it were not there.
   */
  retrieve(query: {
    question: string;
    language: Language;
    limit: number;
    labels: readonly string[];
  }): Promise<RetrievedChunk[]>;
}

/** What a document may take of the result, so that one does not crowd out the rest. */
export const MAX_CHUNKS_PER_DOCUMENT = 2;
/** Chunks far behind the best one are noise beside it. */
const MIN_SHARE_OF_BEST = 0.35;
/** With less than this as its best score, the other language is searched as well. */
const SURE_SCORE = 0.2;
/** How far behind the other language's best the question's own may be before that is taken instead. */
const OWN_LANGUAGE_SHARE = 0.6;

const configurations: Record<Language, string> = { en: 'english', fr: 'french' };

/**
 * Full-text search in Postgres: any of the question's words may match, each weighs by how rare it is
 * (inverse document frequency) and where it stands (title, then heading, then body). One query; a second one,
 * in the other language, when the question's own has little to say.
 */
export function createPostgresRetriever({ db }: { db: Db }): Retriever {
  async function search(
    terms: readonly SearchTerm[],
    language: Language,
    labels: readonly string[],
  ): Promise<Row[]> {
    const rows: Row[] = await db.query(SEARCH, [
      terms.map((term) => term.concept),
      terms.map((term) => term.text),
      terms.map((term) => term.said),
      terms.map((term) => term.known),
      configurations[language],
      language,
      labels,
    ]);
    return rows.filter(isEvidence);
  }

  return {
    async retrieve({ question, language, limit, labels }) {
      const terms = searchTerms(question);
      if (terms.length === 0) return [];
      let chosen = await search(terms, language, labels);
      if (bestScore(chosen) < SURE_SCORE) {
        const other = await search(terms, language === 'en' ? 'fr' : 'en', labels);
        if (bestScore(chosen) < bestScore(other) * OWN_LANGUAGE_SHARE) chosen = other;
      }
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
