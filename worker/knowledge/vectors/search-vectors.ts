import type { Db } from '../../../core/store/data-source.js';
import type { FoundChunk, SearchQuery } from '../search.js';
import { vectorLimits } from './limits.js';

export interface NearChunk extends FoundChunk {
  /** Ids of its document in other languages. */
  twins: string[];
}

/**
 * The nearest chunks, nearest first; their score is the cosine, 0 at the least. All vectors that the asker may see are
 * compared: an index would look for the nearest ones first and then ask whether he may see them. Of a document
 * in two languages the one of the question counts.
 */
export function searchVectors(
  db: Db,
  { vector, model }: { vector: readonly number[]; model: string },
  { language, labels }: Pick<SearchQuery, 'language' | 'labels'>,
): Promise<NearChunk[]> {
  return db.query(
    `WITH visible AS (
       SELECT DISTINCT ON (slug) id, slug, path, url FROM knowledge_documents
       WHERE labels <@ $3::text[] ORDER BY slug, language = $4 DESC
     ),
     nearest AS (
       SELECT v.document_id, v.ordinal, v.embedding <=> $1::vector AS distance
       FROM knowledge_vectors v
       JOIN knowledge_chunks c USING (document_id, ordinal)
       JOIN visible d ON d.id = v.document_id
       WHERE v.model = $2 AND c.labels <@ $3::text[]
       ORDER BY distance, v.document_id, v.ordinal LIMIT ${vectorLimits.candidates}
     )
     SELECT c.document_id AS "documentId", c.ordinal, c.title,
            d.path || CASE WHEN c.heading = '' THEN '' ELSE ' › ' || c.heading END AS path,
            d.url, c.body AS text, c.language, greatest(0, 1 - n.distance) AS score,
            ARRAY(SELECT t.id FROM knowledge_documents t WHERE t.slug = d.slug AND t.id <> d.id) AS twins
     FROM nearest n JOIN knowledge_chunks c USING (document_id, ordinal) JOIN visible d ON d.id = c.document_id
     ORDER BY n.distance, n.document_id, n.ordinal`,
    [JSON.stringify(vector), model, labels, language],
  );
}
