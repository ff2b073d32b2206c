/** What a concept weighs that no document mentions, beside one that a single chunk does. */
const UNSEEN_SHARE = 0.5;

/** Best chunks that are ranked; of them the retriever takes a few that are good enough. */
export const CANDIDATES = 20;

/**
 * $1 to $4: concept, text, said and known of each term; $5 the text search configuration; $6 the language; $7 the access
 * labels of who asks: what asks for another one is neither found nor counted.
 *
 * The words become queries by Postgres' own parser: of what a user wrote only the output of phraseto_tsquery,
 * which quotes itself, is put together. A concept is one query, its ways to say it joined by OR, so that a
 * chunk is asked once for each.
 *
 * ts_rank grows with how often and how prominently a term stands in the chunk, and saturates; the weights are
 * those of D (unused: body is D), C, B and A. It divides by the number of terms, which is taken back: a chunk
 * must not lose by synonyms that it does not use. A concept that the knowledge base never mentions counts for
 * coverage too, but for less: people tell more about their case than the answer depends on.
 */
export const SEARCH = `
  WITH terms AS (
    SELECT concept, known, query, said
    FROM unnest($1::int[], $2::text[], $3::bool[], $4::bool[]) AS t (concept, text, said, known),
         phraseto_tsquery($5::regconfig, t.text) AS query
    WHERE numnode(query) > 0
  ),
  concepts AS (
    SELECT concept, bool_or(known) AS known, count(*)::int AS size,
           string_agg('(' || query::text || ')', ' | ')::tsquery AS query,
           (array_agg(query) FILTER (WHERE said))[1] AS said
    FROM terms
    GROUP BY concept
  ),
  hits AS MATERIALIZED (
    SELECT t.concept, t.known, c.document_id, c.ordinal,
           least(0.7 * t.size * ts_rank('{0.3, 0.3, 0.6, 1.0}', c.search, t.query), 1)
             + coalesce(0.3 * ts_rank('{0.3, 0.3, 0.6, 1.0}', c.search, t.said), 0) AS rank
    FROM concepts t JOIN knowledge_chunks c ON c.search @@ t.query AND c.language = $6 AND c.labels <@ $7::text[]
  ),
  weights AS MATERIALIZED (
    SELECT t.concept,
           CASE WHEN h.frequency IS NULL THEN ${UNSEEN_SHARE} ELSE 1 END
             * ln(1 + n.chunks / (0.5 + coalesce(h.frequency, 0))) AS weight
    FROM concepts t
    CROSS JOIN (SELECT count(*)::float8 AS chunks FROM knowledge_chunks WHERE language = $6 AND labels <@ $7::text[]) n
    LEFT JOIN (SELECT concept, count(*) AS frequency FROM hits GROUP BY concept) h USING (concept)
  ),
  ranked AS (
    SELECT h.document_id, h.ordinal,
           sum(w.weight * h.rank) / (SELECT sum(weight) FROM weights) AS score,
           sum(w.weight) / (SELECT sum(weight) FROM weights) AS coverage,
           count(*)::int AS matched,
           (count(*) FILTER (WHERE h.known))::int AS known
    FROM hits h JOIN weights w USING (concept)
    GROUP BY h.document_id, h.ordinal
    ORDER BY score DESC, h.document_id, h.ordinal
    LIMIT ${CANDIDATES}
  )
  SELECT r.document_id AS "documentId", r.ordinal, c.title,
         d.path || CASE WHEN c.heading = '' THEN '' ELSE ' › ' || c.heading END AS path,
         d.url, c.body AS text, c.language, r.coverage, r.matched, r.known, r.score
  FROM ranked r
  JOIN knowledge_chunks c USING (document_id, ordinal)
  JOIN knowledge_documents d ON d.id = r.document_id
  ORDER BY r.score DESC, r.document_id, r.ordinal`;
