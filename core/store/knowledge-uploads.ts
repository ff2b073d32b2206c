import type { DocumentFormat } from '../contracts/knowledge.js';
import { newId } from '../domain/ids.js';
import { CHUNKING_VERSION } from '../domain/knowledge.js';
import type { Language } from '../domain/message.js';
import type { Db } from './data-source.js';
import { rowsOf } from './sessions.js';

/** What was sent for the knowledge base, from the moment it is accepted until it is a document. */

export const uploadLimits = {
  /** Uploads that wait to be read; a gigabyte at the most. */
  waiting: 100,
  waitingRetrySeconds: 30,
  /** A worker has one for this long; reading takes half of it at the most. */
  holdSeconds: 60,
  /** Attempts that ended without a word: the worker died of it, or with it. */
  attempts: 3,
} as const;

/** What its sender says of a document; null where he says nothing, and the document may. */
export interface UploadedFields {
  title: string | null;
  path: string | null;
  language: Language | null;
  url: string | null;
  labels: string[] | null;
}

export interface Upload extends UploadedFields {
  id: string;
  slug: string;
  /** By its sender; otherwise the server has named it. */
  isNamed: boolean;
  format: DocumentFormat;
  content: Buffer;
  contentHash: Buffer;
  attempts: number;
}

/** Whether an upload waits, or its document is as it made it: no folder and no other upload has changed it since. */
const HOLDS = `(u.state = 'processing' OR u.state = 'ready' AND u.chunking = ${CHUNKING_VERSION} AND EXISTS (
  SELECT 1 FROM knowledge_documents k WHERE k.id = u.document_id AND k.content_hash = u.document_hash))`;

/**
 * Keeps what was sent; it replaces what was sent before under the same name. `unchanged`: the same is there, read or
 * waiting. `full`: too many wait. The id is that of the upload.
 */
export async function putUpload(
  db: Db,
  upload: Omit<Upload, 'id' | 'attempts'>,
): Promise<{ outcome: 'accepted' | 'unchanged'; id: string } | { outcome: 'full' }> {
  const { slug, isNamed, title, path, language, url, labels, format, content, contentHash } = upload;
  const [accepted] = rowsOf(
    await db.query(
      `INSERT INTO knowledge_uploads AS u
         (id, slug, is_named, language, title, path, url, labels, format, content, content_hash, document_id)
       SELECT $1::uuid, $2, $3::boolean, $4, $5, $6, $7, $8::text[], $9, $10::bytea, $11::bytea, (
         -- One that another upload belongs to will find its place when this one has been read.
         SELECT d.id FROM knowledge_documents d LEFT JOIN knowledge_uploads o ON o.document_id = d.id
         WHERE d.slug = $2 AND d.language = $4 AND o.id IS NULL)
       WHERE (SELECT count(*) FROM (
         SELECT 1 FROM knowledge_uploads WHERE state = 'processing' LIMIT ${uploadLimits.waiting}) w) < ${uploadLimits.waiting}
       ON CONFLICT (slug, coalesce(language, '')) DO UPDATE
         SET is_named = EXCLUDED.is_named, title = EXCLUDED.title, path = EXCLUDED.path, url = EXCLUDED.url,
             labels = EXCLUDED.labels, format = EXCLUDED.format, content = EXCLUDED.content,
             content_hash = EXCLUDED.content_hash, state = 'processing', error = NULL, attempts = 0,
             held_until = NULL, updated_at = now()
         WHERE u.content_hash <> EXCLUDED.content_hash OR NOT ${HOLDS}
       RETURNING u.id`,
      [newId(), slug, isNamed, language, title, path, url, labels, format, content, contentHash],
    ),
  );
  if (accepted) return { outcome: 'accepted', id: accepted.id as string };
  const [same] = await db.query(
    `SELECT id FROM knowledge_uploads u WHERE slug = $1 AND coalesce(language, '') = coalesce($2, '')
       AND content_hash = $3 AND ${HOLDS}`,
    [slug, language, contentHash],
  );
  return same ? { outcome: 'unchanged', id: same.id } : { outcome: 'full' };
}

/** The one that waits longest, for `holdSeconds`; null when none is due. Gives up those that nobody could finish. */
export async function takeUpload(db: Db): Promise<Upload | null> {
  await db.query(
    `UPDATE knowledge_uploads SET state = 'failed', content = NULL, updated_at = now(), error = $1
     WHERE state = 'processing' AND attempts >= ${uploadLimits.attempts} AND held_until < now()`,
    ['could not be read: each attempt broke off. Split the document, or save it anew.'],
  );
  const [row] = rowsOf(
    await db.query(
      `UPDATE knowledge_uploads u SET
         attempts = attempts + 1, held_until = now() + interval '${uploadLimits.holdSeconds} seconds'
       WHERE id = (
         SELECT id FROM knowledge_uploads
         WHERE state = 'processing' AND coalesce(held_until <= now(), true) AND attempts < ${uploadLimits.attempts}
         ORDER BY updated_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id, slug, is_named AS "isNamed", title, path, language, url, labels, format, content,
         content_hash AS "contentHash", attempts`,
    ),
  );
  return (row as Upload | undefined) ?? null;
}

/**
 * Whether it is still this worker's, and the same; locks it for the transaction, with what else was sent for that document:
 * before the document is written and in one order, so that two workers who write it never wait in a circle.
 */
export async function lockUpload(
  tx: Db,
  upload: Upload,
  document: { slug: string; language: Language },
): Promise<boolean> {
  const rows: { own: boolean }[] = await tx.query(
    `SELECT id = $1 AND attempts = $2 AND content_hash = $3 AND state = 'processing' AS own FROM knowledge_uploads
     WHERE id = $1 OR document_id = (SELECT id FROM knowledge_documents WHERE slug = $4 AND language = $5)
     ORDER BY id FOR UPDATE`,
    [upload.id, upload.attempts, upload.contentHash, document.slug, document.language],
  );
  return rows.some(({ own }) => own);
}

/** In the transaction that has written the document. What was sent is not needed any more. */
export async function markUploadReady(
  tx: Db,
  upload: Upload,
  document: { slug: string; language: Language },
): Promise<void> {
  const key = [upload.id, document.slug, document.language];
  const others = `id <> $1 AND document_id = (SELECT id FROM knowledge_documents WHERE slug = $2 AND language = $3)`;
  // The same document was sent under another name before.
  await tx.query(`DELETE FROM knowledge_uploads WHERE ${others} AND state <> 'processing'`, key);
  await tx.query(`UPDATE knowledge_uploads SET document_id = NULL WHERE ${others}`, key);
  await tx.query(
    `UPDATE knowledge_uploads u SET state = 'ready', content = NULL, held_until = NULL, updated_at = now(),
       document_id = k.id, document_hash = k.content_hash, chunking = $4
     FROM knowledge_documents k WHERE u.id = $1 AND k.slug = $2 AND k.language = $3`,
    [...key, CHUNKING_VERSION],
  );
}

/** @param error a sentence for its sender: what is wrong, and what to do */
export async function markUploadFailed(db: Db, upload: Upload, error: string): Promise<void> {
  await db.query(
    `UPDATE knowledge_uploads SET state = 'failed', content = NULL, held_until = NULL, error = $3, updated_at = now()
     WHERE id = $1 AND attempts = $2 AND content_hash = $4`,
    [upload.id, upload.attempts, error, upload.contentHash],
  );
}
