import type { DataSource } from 'typeorm';
import type { DocumentEntry } from '../domain/knowledge.js';
import type { Language } from '../domain/message.js';
import type { Db } from './data-source.js';
import { rowsOf } from './sessions.js';

/** Documents as an administrator sees them: what is there, and what was uploaded and is yet to be read. */

const ENTRIES = `
  SELECT coalesce(d.slug, u.slug) AS id, coalesce(d.id, u.id) AS entry, u.slug AS sent_as, u.id AS upload_id,
    d.id AS document_id,
    coalesce(d.title, u.title, u.slug) AS title, coalesce(d.path, u.path) AS path,
    coalesce(d.language, u.language) AS language, coalesce(d.url, u.url) AS url,
    coalesce(d.labels, u.labels, '{}') AS labels, coalesce(u.state, 'ready') AS status,
    greatest(d.updated_at, u.updated_at) AS updated_at, u.error
  FROM knowledge_documents d FULL JOIN knowledge_uploads u ON u.document_id = d.id`;

const COLUMNS = `id, entry, title, path, language, url, labels, status, updated_at AS "updatedAt", error,
  (SELECT count(*)::integer FROM knowledge_chunks c WHERE c.document_id = e.document_id) AS chunks`;

/** In the order of their ids, after the keyset place `after`. */
export async function listDocuments(
  db: Db,
  query: { limit: number; after: { id: string; entry: string } | null },
): Promise<{ items: DocumentEntry[]; hasMore: boolean }> {
  const rows: DocumentEntry[] = await db.query(
    `SELECT ${COLUMNS} FROM (${ENTRIES}) e
     WHERE $2::text IS NULL OR (id, entry) > ($2, $3::uuid)
     ORDER BY id, entry LIMIT $1`,
    [query.limit + 1, query.after?.id ?? null, query.after?.entry ?? null],
  );
  return { items: rows.slice(0, query.limit), hasMore: rows.length > query.limit };
}

/** All of them, for a person at a command line. */
export function everyDocument(db: Db): Promise<DocumentEntry[]> {
  return db.query(`SELECT ${COLUMNS} FROM (${ENTRIES}) e ORDER BY id, language`);
}

/**
 * Of several translations the one asked for, else one that is yet to be read or could not be, else the first. An upload is
 * found by what it was sent as, too.
 */
export async function findDocument(
  db: Db,
  key: { id: string; language: Language | null },
): Promise<DocumentEntry | null> {
  const [row] = await db.query(
    `SELECT ${COLUMNS} FROM (${ENTRIES}) e
     WHERE (id = $1 OR sent_as = $1) AND ($2::text IS NULL OR language = $2)
     ORDER BY id = $1 DESC, array_position('{processing,failed}', status), language LIMIT 1`,
    [key.id, key.language],
  );
  return row ?? null;
}

/** What an upload is, or has become. */
export async function findUploaded(db: Db, uploadId: string): Promise<DocumentEntry | null> {
  const [row] = await db.query(`SELECT ${COLUMNS} FROM (${ENTRIES}) e WHERE upload_id = $1`, [uploadId]);
  return row ?? null;
}

/**
 * Removes a document, its chunks and what was uploaded for it, in one language or in all. Returns how many went. Uploads
 * are locked before documents, as by the worker that has just read one: it then finds nothing to finish.
 */
export function removeDocuments(
  db: DataSource,
  key: { id: string; language: string | null },
): Promise<number> {
  return db.transaction(async (tx) => {
    const uploads = rowsOf(
      await tx.query(
        `DELETE FROM knowledge_uploads WHERE id IN (
           SELECT u.id FROM knowledge_uploads u LEFT JOIN knowledge_documents d ON d.id = u.document_id
           WHERE (u.slug = $1 OR d.slug = $1) AND ($2::text IS NULL OR coalesce(d.language, u.language) = $2)
           ORDER BY u.id FOR UPDATE OF u)
         RETURNING document_id`,
        [key.id, key.language],
      ),
    );
    const become = uploads.flatMap((row) => row.document_id ?? []);
    const documents = rowsOf(
      await tx.query(
        `DELETE FROM knowledge_documents
         WHERE id = ANY($3::uuid[]) OR (slug = $1 AND ($2::text IS NULL OR language = $2)) RETURNING 1`,
        [key.id, key.language, become],
      ),
    );
    return documents.length + uploads.length - become.length;
  });
}

/** Removes words that are in no document any more, which nothing finds. Returns how many went. */
export function forgetWords(db: DataSource): Promise<number> {
  return db.transaction(async (tx) => {
    // Whoever has just written a document and its words is waited for; the next statement sees them.
    await tx.query('LOCK TABLE knowledge_words IN SHARE ROW EXCLUSIVE MODE');
    const gone = rowsOf(
      await tx.query(
        `DELETE FROM knowledge_words k USING (
           SELECT word FROM knowledge_words EXCEPT SELECT unnest(words) FROM knowledge_documents) g
         WHERE k.word = g.word RETURNING 1`,
      ),
    );
    return gone.length;
  });
}
