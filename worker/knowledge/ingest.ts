import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { newId } from '../../core/domain/ids.js';
import type { Db } from '../../core/store/data-source.js';
import { CHUNKING_VERSION, chunkDocument } from './chunk-document.js';
import { DocumentFormatError, type KnowledgeDocument, parseDocument } from './parse-document.js';

/** How many documents each thing happened to. */
export interface IngestResult {
  added: number;
  updated: number;
  unchanged: number;
}

/** Documents written in one transaction. */
export const DOCUMENTS_AT_ONCE = 50;
/** The command writes one batch after the other. */
export const INGEST_CONNECTIONS = 1;

/** Writes a document and its chunks in one transaction; does nothing when the same content is there. */
export async function ingestDocument(
  db: DataSource,
  document: KnowledgeDocument,
): Promise<'added' | 'updated' | 'unchanged'> {
  const result = await ingestDocuments(db, [document]);
  if (result.added === 1) return 'added';
  return result.updated === 1 ? 'updated' : 'unchanged';
}

/**
 * Every `.md` file under the folder. One query and no write when nothing has changed. Documents whose file is
 * gone stay: others may have put them there. Throws a DocumentFormatError, before anything is written, when a
 * file is not as it should be.
 */
export async function ingestFolder(db: DataSource, folder: string): Promise<IngestResult> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.md')).sort();
  const seen = new Map<string, string>();
  const documents: KnowledgeDocument[] = [];
  for (const file of files) {
    const document = parseDocument(await readFile(join(folder, file), 'utf8'), file);
    const other = seen.get(keyOf(document));
    if (other) throw new DocumentFormatError(`${file}: id ${document.slug} is already that of ${other}`);
    seen.set(keyOf(document), file);
    documents.push(document);
  }
  return ingestDocuments(db, documents);
}

/** As many batches as it takes, each whole or not at all. No two documents may share slug and language. */
export async function ingestDocuments(
  db: DataSource,
  documents: readonly KnowledgeDocument[],
): Promise<IngestResult> {
  const known = await knownHashes(
    db,
    documents.map((document) => document.slug),
  );
  const changed = documents
    .map((document) => ({ document, hash: hashOf(document) }))
    .filter(({ document, hash }) => known.get(keyOf(document)) !== hash)
    // The same order in every process, so that two of them wait for each other and never in a circle.
    .sort((a, b) => (keyOf(a.document) < keyOf(b.document) ? -1 : 1));

  const result: IngestResult = { added: 0, updated: 0, unchanged: 0 };
  for (let at = 0; at < changed.length; at += DOCUMENTS_AT_ONCE) {
    const written = await db.transaction((tx) => writeBatch(tx, changed.slice(at, at + DOCUMENTS_AT_ONCE)));
    result.added += written.added;
    result.updated += written.updated;
  }
  result.unchanged = documents.length - result.added - result.updated;
  return result;
}

interface Hashed {
  document: KnowledgeDocument;
  hash: string;
}

async function writeBatch(tx: Db, batch: readonly Hashed[]): Promise<{ added: number; updated: number }> {
  // Whoever comes second with the same content finds nothing to do. xmax is 0 in a row that is new.
  const rows: { id: string; slug: string; language: string; added: boolean }[] = await tx.query(
    `INSERT INTO knowledge_documents AS d (id, slug, language, title, path, url, content_hash)
     SELECT id, slug, language, title, path, url, decode(hash, 'hex')
     FROM jsonb_to_recordset($1::jsonb)
       AS n(id uuid, slug text, language text, title text, path text, url text, hash text)
     ON CONFLICT (slug, language) DO UPDATE
       SET title = EXCLUDED.title, path = EXCLUDED.path, url = EXCLUDED.url,
           content_hash = EXCLUDED.content_hash, updated_at = now()
       WHERE d.content_hash <> EXCLUDED.content_hash
     RETURNING d.id, d.slug, d.language, d.xmax = 0 AS added`,
    [
      JSON.stringify(
        batch.map(({ document: { body: _, ...fields }, hash }) => ({ id: newId(), ...fields, hash })),
      ),
    ],
  );
  const ids = new Map(rows.map((row) => [keyOf(row), row.id]));
  await tx.query('DELETE FROM knowledge_chunks WHERE document_id = ANY($1::uuid[])', [[...ids.values()]]);
  const chunks = batch.flatMap(({ document }) => {
    const id = ids.get(keyOf(document));
    if (!id) return [];
    const { language, title } = document;
    return chunkDocument(document).map((chunk) => ({ document_id: id, language, title, ...chunk }));
  });
  await tx.query(
    `INSERT INTO knowledge_chunks (document_id, ordinal, language, title, heading, body)
     SELECT document_id, ordinal, language, title, heading, body
     FROM jsonb_to_recordset($1::jsonb)
       AS n(document_id uuid, ordinal int, language text, title text, heading text, body text)`,
    [JSON.stringify(chunks)],
  );
  const added = rows.filter((row) => row.added).length;
  return { added, updated: rows.length - added };
}

async function knownHashes(db: Db, slugs: readonly string[]): Promise<Map<string, string>> {
  const rows: { slug: string; language: string; hash: string }[] = await db.query(
    `SELECT slug, language, encode(content_hash, 'hex') AS hash FROM knowledge_documents WHERE slug = ANY($1)`,
    [slugs],
  );
  return new Map(rows.map((row) => [keyOf(row), row.hash]));
}

function keyOf(document: { slug: string; language: string }): string {
  return `${document.slug}.${document.language}`;
}

function hashOf({ slug, language, title, path, url, body }: KnowledgeDocument): string {
  const content = JSON.stringify([CHUNKING_VERSION, slug, language, title, path, url, body]);
  return createHash('sha256').update(content).digest('hex');
}
