import type { DataSource } from 'typeorm';
import { newId } from '../../core/domain/ids.js';
import type { Db } from '../../core/store/data-source.js';
import type { KnowledgeDocument } from './parse-document.js';
import { type PreparedDocument, prepareDocument } from './prepare-document.js';

/** What became of a document. `unchanged`: the same content was there, and nothing was written. */
export type IngestOutcome = 'added' | 'updated' | 'unchanged';

/** Documents written in one transaction. */
export const DOCUMENTS_AT_ONCE = 50;
/** The command writes one batch after the other. */
export const INGEST_CONNECTIONS = 1;

/** Writes a document and its chunks in one transaction; does nothing when the same content is there. */
export async function ingestDocument(db: DataSource, document: KnowledgeDocument): Promise<IngestOutcome> {
  const [outcome = 'unchanged'] = await ingestDocuments(db, [document]);
  return outcome;
}

export function ingestDocuments(
  db: DataSource,
  documents: readonly KnowledgeDocument[],
): Promise<IngestOutcome[]> {
  return ingestPrepared(db, documents.map(prepareDocument));
}

/**
 * As many batches as it takes, each whole or not at all; one query and no write when nothing has changed. No two
 * documents may share slug and language.
 */
export async function ingestPrepared(
  db: DataSource,
  documents: readonly PreparedDocument[],
): Promise<IngestOutcome[]> {
  const known = await knownHashes(
    db,
    documents.map(({ document }) => document.slug),
  );
  const changed = documents
    .filter(({ document, hash }) => known.get(keyOf(document)) !== hash)
    // The same order in every process, so that two of them wait for each other and never in a circle.
    .sort((a, b) => (keyOf(a.document) < keyOf(b.document) ? -1 : 1));

  const outcomes = new Map<string, IngestOutcome>();
  for (let at = 0; at < changed.length; at += DOCUMENTS_AT_ONCE) {
    const batch = changed.slice(at, at + DOCUMENTS_AT_ONCE);
    for (const [key, outcome] of await db.transaction((tx) => writeDocuments(tx, batch))) {
      outcomes.set(key, outcome);
    }
  }
  return documents.map(({ document }) => outcomes.get(keyOf(document)) ?? 'unchanged');
}

/** Within the caller's transaction. What is there with the same content is not in the answer. */
export async function writeDocuments(
  tx: Db,
  batch: readonly PreparedDocument[],
): Promise<Map<string, IngestOutcome>> {
  // Whoever comes second with the same content finds nothing to do. xmax is 0 in a row that is new.
  const rows: { id: string; slug: string; language: string; added: boolean }[] = await tx.query(
    `INSERT INTO knowledge_documents AS d (id, slug, language, title, path, url, labels, words, content_hash)
     SELECT id, slug, language, title, path, url, labels, words, decode(hash, 'hex')
     FROM jsonb_to_recordset($1::jsonb) AS n(
       id uuid, slug text, language text, title text, path text, url text, labels text[],
       words text[], hash text)
     ON CONFLICT (slug, language) DO UPDATE
       SET title = EXCLUDED.title, path = EXCLUDED.path, url = EXCLUDED.url, labels = EXCLUDED.labels,
           words = EXCLUDED.words, content_hash = EXCLUDED.content_hash, updated_at = now()
       WHERE d.content_hash <> EXCLUDED.content_hash
     RETURNING d.id, d.slug, d.language, d.xmax = 0 AS added`,
    [JSON.stringify(batch.map(({ document, hash, words }) => ({ id: newId(), ...document, words, hash })))],
  );
  const ids = new Map(rows.map((row) => [keyOf(row), row.id]));
  await tx.query('DELETE FROM knowledge_chunks WHERE document_id = ANY($1::uuid[])', [[...ids.values()]]);
  await tx.query('DELETE FROM knowledge_questions WHERE document_id = ANY($1::uuid[])', [[...ids.values()]]);
  const written = batch.flatMap((prepared) => {
    const id = ids.get(keyOf(prepared.document));
    return id ? [{ id, ...prepared }] : [];
  });
  const rowsOfChunks = written.flatMap(({ id, document: { title, labels }, chunks }) =>
    chunks.map((chunk) => ({ document_id: id, title, labels, ...chunk })),
  );
  await tx.query(
    `INSERT INTO knowledge_chunks (document_id, ordinal, language, title, heading, body, labels)
     SELECT document_id, ordinal, language, title, heading, body, labels
     FROM jsonb_to_recordset($1::jsonb) AS n(
       document_id uuid, ordinal int, language text, title text, heading text, body text, labels text[])`,
    [JSON.stringify(rowsOfChunks)],
  );
  const rowsOfQuestions = written.flatMap(({ id, document: { labels }, questions }) =>
    questions.map((question, ordinal) => ({ document_id: id, ordinal, labels, ...question })),
  );
  await tx.query(
    `INSERT INTO knowledge_questions (document_id, ordinal, language, question, labels)
     SELECT document_id, ordinal, language, question, labels
     FROM jsonb_to_recordset($1::jsonb) AS n(
       document_id uuid, ordinal int, language text, question text, labels text[])`,
    [JSON.stringify(rowsOfQuestions)],
  );
  // Sorted, so that two who write the same words wait for each other and never in a circle.
  const words = [...new Set(written.flatMap((prepared) => prepared.words))].sort();
  await tx.query('INSERT INTO knowledge_words SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [words]);
  return new Map(rows.map((row) => [keyOf(row), row.added ? 'added' : 'updated']));
}

async function knownHashes(db: Db, slugs: readonly string[]): Promise<Map<string, string>> {
  const rows: { slug: string; language: string; hash: string }[] = await db.query(
    `SELECT slug, language, encode(content_hash, 'hex') AS hash FROM knowledge_documents WHERE slug = ANY($1)`,
    [slugs],
  );
  return new Map(rows.map((row) => [keyOf(row), row.hash]));
}

/** What identifies a document. No slug has a dot. */
export function keyOf(document: { slug: string; language: string }): string {
  return `${document.slug}.${document.language}`;
}
