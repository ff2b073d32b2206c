/** What a concept weighs that no document mentions, beside one that a single chunk does. */
const UNSEEN_SHARE = 0.5;
/** A word of this trade says more of what is wanted: `gateway` says what a long story is about, `policy` does not. */
const KNOWN_FACTOR = 1.5;
/** What a chunk in the other language counts beside one in the question's own. */
const OTHER_LANGUAGE_SHARE = 0.9;
/** How much a question that the document says it answers counts beside what the document says. */
const ASKED_FACTOR = 2.5;
/** How much it matters that such a question speaks of nothing else. */
const ASKED_ALONE = 0.4;
/**
 * A document is taken for one that answers a question of all that its best chunk says, at this share, where it lists none
 * that is nearer: else it would come behind whichever other one lists a question with a word in common.
 */
const UNASKED_SHARE = 0.3;
/** Of that, where it lists questions and this is not among them. */
const LISTED_SHARE = 0.5;
/** Trigrams that two words have to share for one to be the other, misspelt. */
const ALIKE = 0.45;

/** Best documents that are ranked; of them the retriever takes a few. */
export const CANDIDATES = 12;

/**
 * One statement for both languages. $1 to $6: concept, text, said, known, named and, where it may be misspelt, the
 * folded word of each term; $7 the language of the question; $8 the most chunks of a document; $9 the access labels of who
 * asks: what asks for another one is neither found nor counted; $10 and $11 how many texts he may see in which language.
 *
 * The words become queries by Postgres' own parser: of what a user wrote only the output of phraseto_tsquery,
 * which quotes itself, is put together. A concept is one query in each language, its ways to say it joined by OR.
 *
 * A chunk scores by the concepts it mentions, each weighing by how rare it is (inverse document frequency over chunks
 * and questions) and where it stands: ts_rank grows with how often and how prominently a term stands there, and
 * saturates; the weights are those of D (unused: body is D), C, B and A. It divides by the number of terms, which is
 * taken back: a chunk must not lose by synonyms that it does not use. A question of a document scores by the share of
 * the concepts that it mentions, and counts for the document in either language. A document is as good as its best
 * chunk and its nearest question. `asked` is whether it lists questions in the language of this one.
 *
 * @param mends whether words that are in no document are searched for as the one that is most like them
 */
export function searchSql(mends: boolean): string {
  return `
  WITH given AS (
    SELECT * FROM unnest($1::int[], $2::text[], $3::bool[], $4::bool[], $5::bool[], $6::text[])
      AS t (concept, text, said, known, named, spelt)
  ),
  meant AS (
    SELECT concept, text, said, known, named FROM given
    ${mends ? MENDED : ''}
  ),
  terms AS (
    SELECT m.concept, m.known, m.named, m.said, l.language, query
    FROM meant m
    CROSS JOIN (VALUES ('en', 'english'::regconfig), ('fr', 'french'::regconfig)) AS l (language, configuration)
    CROSS JOIN phraseto_tsquery(l.configuration, m.text) AS query
    WHERE numnode(query) > 0
  ),
  concepts AS (
    SELECT concept, language, bool_or(known) AS known, bool_or(named) AS named, count(*)::int AS size,
           string_agg('(' || query::text || ')', ' | ')::tsquery AS query,
           (array_agg(query) FILTER (WHERE said))[1] AS said
    FROM terms
    GROUP BY concept, language
  ),
  hits AS MATERIALIZED (
    SELECT t.concept, t.language, c.document_id, c.ordinal,
           least(0.7 * t.size * ts_rank('{0.3, 0.3, 0.6, 1.0}', c.search, t.query), 1)
             + coalesce(0.3 * ts_rank('{0.3, 0.3, 0.6, 1.0}', c.search, t.said), 0) AS rank
    -- OFFSET 0: by the index, once for each concept. Joined plainly every chunk is read and compared.
    FROM concepts t CROSS JOIN LATERAL (
      SELECT document_id, ordinal, search FROM knowledge_chunks
      WHERE search @@ t.query AND language = t.language AND labels <@ $9::text[] OFFSET 0
    ) c
  ),
  asked AS MATERIALIZED (
    SELECT t.concept, t.language, a.document_id, a.ordinal, length(a.search) AS size
    FROM concepts t JOIN knowledge_questions a ON a.search @@ t.query AND a.language = t.language
    WHERE t.language = $7 AND a.labels <@ $9::text[]
  ),
  sizes AS (
    SELECT * FROM unnest($10::text[], $11::float8[]) AS t (language, texts)
  ),
  mentions AS MATERIALIZED (
    SELECT concept, language, count(*) AS texts
    FROM (SELECT concept, language FROM hits UNION ALL SELECT concept, language FROM asked) m
    GROUP BY concept, language
  ),
  weights AS MATERIALIZED (
    SELECT t.concept, t.language, t.named, f.concept IS NOT NULL AS seen,
           CASE WHEN t.known THEN ${KNOWN_FACTOR} ELSE 1 END
             * CASE WHEN f.concept IS NULL THEN ${UNSEEN_SHARE} ELSE 1 END
             * ln(1 + coalesce(n.texts, 0) / (0.5 + coalesce(f.texts, 0))) AS weight
    FROM concepts t
    LEFT JOIN mentions f USING (concept, language)
    LEFT JOIN sizes n USING (language)
  ),
  totals AS (
    SELECT language, nullif(sum(weight), 0) AS weight, count(*)::int AS concepts FROM weights GROUP BY language
  ),
  unseen AS (
    SELECT count(*)::int AS concepts FROM (SELECT FROM weights GROUP BY concept HAVING NOT bool_or(seen)) w
  ),
  chunks AS (
    SELECT h.document_id, h.ordinal,
           sum(w.weight * h.rank) / t.weight * s.share AS score,
           sum(w.weight) / t.weight * s.share AS coverage
    FROM hits h
    JOIN weights w USING (concept, language)
    JOIN totals t USING (language)
    CROSS JOIN LATERAL (SELECT CASE WHEN h.language = $7 THEN 1 ELSE ${OTHER_LANGUAGE_SHARE} END AS share) s
    GROUP BY h.document_id, h.ordinal, t.weight, s.share
  ),
  questions AS (
    SELECT document_id, max(nearness) AS nearness
    FROM (
      SELECT a.document_id,
             sum(w.weight) / t.weight * least(1, count(*)::float8 / a.size) ^ ${ASKED_ALONE} AS nearness
      FROM asked a JOIN weights w USING (concept, language) JOIN totals t USING (language)
      GROUP BY a.document_id, a.ordinal, a.size, t.weight
    ) q
    GROUP BY document_id
  ),
  best AS MATERIALIZED (
    SELECT document_id, max(score) AS score, max(coverage) AS coverage,
           array_agg(ordinal) AS ordinals, array_agg(score) AS scores
    FROM chunks GROUP BY document_id
  ),
  -- By the index, from those that were found: the planner takes them for one, and would compare each with each. What a
  -- document is asked holds for its other language.
  found AS (
    SELECT d.id, d.slug, d.language, d.labels, c.score, c.coverage, NULL AS nearness
    FROM best c JOIN knowledge_documents d ON d.id = c.document_id
    UNION ALL
    SELECT d.id, d.slug, d.language, d.labels, NULL, NULL, q.nearness
    FROM questions q
    JOIN knowledge_documents k ON k.id = q.document_id
    JOIN knowledge_documents d ON d.slug = k.slug
  ),
  documents AS (
    SELECT id, slug, coalesce(max(score), 0) AS said, max(nearness) AS nearness,
           ${UNASKED_SHARE} * coalesce(max(coverage), 0) AS unasked,
           row_number() OVER (PARTITION BY slug ORDER BY language = $7 DESC) AS version
    FROM found WHERE labels <@ $9::text[] GROUP BY id, slug, language
  ),
  likely AS (
    SELECT * FROM documents WHERE version = 1
    ORDER BY said + ${ASKED_FACTOR} * greatest(nearness, unasked) DESC, slug LIMIT ${3 * CANDIDATES}
  ),
  ranked AS (
    SELECT l.id, l.slug, l.said, a.asked,
           l.said + ${ASKED_FACTOR} * greatest(l.nearness, l.unasked * CASE WHEN a.asked THEN ${LISTED_SHARE} ELSE 1 END) AS score
    FROM likely l CROSS JOIN LATERAL (
      SELECT EXISTS (
        SELECT 1 FROM knowledge_documents v JOIN knowledge_questions k ON k.document_id = v.id
        WHERE v.slug = l.slug AND k.language = $7 AND k.labels <@ $9::text[]) AS asked
    ) a
    ORDER BY score DESC, slug LIMIT ${CANDIDATES}
  ),
  named AS MATERIALIZED (
    SELECT h.document_id, array_agg(DISTINCT concept) AS concepts
    FROM weights w JOIN hits h USING (concept, language) WHERE w.named GROUP BY h.document_id
  )
  SELECT r.id AS "documentId", c.ordinal, c.title,
         d.path || CASE WHEN c.heading = '' THEN '' ELSE ' › ' || c.heading END AS path,
         d.url, c.body AS text, c.language, r.score, r.said, t.concepts, u.concepts AS unseen,
         (SELECT version FROM knowledge_version) AS version,
         r.asked,
         (SELECT coalesce(array_agg(DISTINCT concept), '{}') FROM weights WHERE named AND seen) AS "namedSeen",
         coalesce(n.concepts, '{}') AS "namedHere"
  FROM ranked r
  JOIN knowledge_documents d ON d.id = r.id
  LEFT JOIN best b ON b.document_id = r.id
  LEFT JOIN named n ON n.document_id = r.id
  JOIN totals t ON t.language = $7
  CROSS JOIN unseen u
  CROSS JOIN LATERAL (
    SELECT k.ordinal, k.title, k.heading, k.body, k.language,
           coalesce(b.scores[array_position(b.ordinals, k.ordinal)], 0) AS score
    FROM knowledge_chunks k WHERE k.document_id = r.id ORDER BY score DESC, k.ordinal LIMIT $8
  ) c
  ORDER BY r.score DESC, r.slug, c.score DESC, c.ordinal`;
}

/** Whether a document has the word that may be seen. */
const isSeen = (word: string) =>
  `EXISTS (SELECT 1 FROM knowledge_documents s WHERE s.words @> ARRAY[${word}] AND s.labels <@ $9::text[])`;

const MENDED = `
    UNION ALL
    SELECT g.concept, k.word, false, g.known, g.named
    -- OFFSET 0: who is like a word is looked up only where that is in no document, which is hardly ever.
    FROM (SELECT * FROM given WHERE spelt IS NOT NULL AND NOT ${isSeen('spelt')} OFFSET 0) g
    CROSS JOIN LATERAL (
      SELECT word FROM knowledge_words k WHERE k.word % g.spelt AND similarity(k.word, g.spelt) >= ${ALIKE}
        AND ${isSeen('k.word')}
      ORDER BY similarity(k.word, g.spelt) DESC, k.word LIMIT 1
    ) k`;
