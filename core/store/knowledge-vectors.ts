import type { DataSource } from 'typeorm';
import type { Db } from './data-source.js';

/*
 * Vectors of the knowledge base's chunks, where PostgreSQL has the extension pgvector. The table is made when vectors are
 * wanted, not by a migration: a database may get the extension long after those have run.
 */

/** Any numbers that nothing else in the database uses as an advisory lock; "Vect" and "Veca" in ASCII. */
const PREPARE_LOCK = 0x56656374;
const EMBED_LOCK = 0x56656361;

/** Whether vectors can be kept here, and if not, why: one sentence's end. */
export type VectorStore = { ready: true } | { ready: false; because: string };

/** Makes the table if it is not there. Any number of processes may call this at once. */
export async function prepareVectors(db: DataSource, dimensions: number): Promise<VectorStore> {
  if (await hasTable(db)) return { ready: true };
  if (!(await isAvailable(db))) return { ready: false, because: 'this PostgreSQL has no pgvector' };
  try {
    await db.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [PREPARE_LOCK]);
      if (await hasTable(tx)) return;
      await tx.query('CREATE EXTENSION IF NOT EXISTS vector');
      await tx.query(
        `CREATE TABLE knowledge_vectors (
           document_id uuid NOT NULL,
           ordinal     integer NOT NULL,
           -- Vectors of another model are near to nothing.
           model       text NOT NULL,
           embedding   vector(${dimensions}) NOT NULL,
           PRIMARY KEY (document_id, ordinal),
           -- A chunk that is written anew loses its vector, and gets another one.
           FOREIGN KEY (document_id, ordinal) REFERENCES knowledge_chunks ON DELETE CASCADE
         )`,
      );
      // All of them are read for each question: out of line each would be a search of its own.
      await tx.query('ALTER TABLE knowledge_vectors ALTER COLUMN embedding SET STORAGE PLAIN');
    });
    return { ready: true };
  } catch (error) {
    const because = `pgvector cannot be used by this user (${(error as Error).message})`;
    return { ready: false, because };
  }
}

/** Before a migration is taken back: what is in it can be made again, and it may stand in the way. */
export async function dropVectors(db: Db): Promise<void> {
  await db.query('DROP TABLE IF EXISTS knowledge_vectors');
}

export async function isAvailable(db: Db): Promise<boolean> {
  const rows: unknown[] = await db.query(`SELECT FROM pg_available_extensions WHERE name = 'vector'`);
  return rows.length > 0;
}

async function hasTable(db: Db): Promise<boolean> {
  const [row]: { there: boolean }[] = await db.query(
    `SELECT to_regclass('knowledge_vectors') IS NOT NULL AS there`,
  );
  return row?.there ?? false;
}

export interface ChunkText {
  documentId: string;
  ordinal: number;
  text: string;
  /** Of its content: the vector of a text that has changed meanwhile is not kept. */
  hash: string;
}

const TEXT = `c.title || E'\\n' || c.heading || E'\\n' || c.body`;

/**
 * Embeds so many chunks that have no vector of this model, in one transaction, and returns how many; 0 also while another
 * process is at it, which then goes on.
 */
export function embedSome(
  db: DataSource,
  { model, limit }: { model: string; limit: number },
  embed: (texts: string[]) => Promise<number[][]>,
): Promise<number> {
  return db.transaction(async (tx) => {
    const [lock]: { mine: boolean }[] = await tx.query('SELECT pg_try_advisory_xact_lock($1) AS mine', [
      EMBED_LOCK,
    ]);
    if (!lock?.mine) return 0;
    const chunks: ChunkText[] = await tx.query(
      `SELECT c.document_id AS "documentId", c.ordinal, ${TEXT} AS text, md5(${TEXT}) AS hash
       FROM knowledge_chunks c LEFT JOIN knowledge_vectors v USING (document_id, ordinal)
       WHERE v.model IS DISTINCT FROM $1 ORDER BY c.document_id, c.ordinal LIMIT $2`,
      [model, limit],
    );
    if (chunks.length === 0) return 0;
    const vectors = await embed(chunks.map(({ text }) => text));
    const rows = chunks.map(({ documentId, ordinal, hash }, at) => ({
      document_id: documentId,
      ordinal,
      hash,
      embedding: JSON.stringify(vectors[at]),
    }));
    await tx.query(
      `INSERT INTO knowledge_vectors (document_id, ordinal, model, embedding)
       SELECT c.document_id, c.ordinal, $1, n.embedding::vector
       FROM jsonb_to_recordset($2::jsonb) AS n(document_id uuid, ordinal int, hash text, embedding text)
       JOIN knowledge_chunks c ON c.document_id = n.document_id AND c.ordinal = n.ordinal AND md5(${TEXT}) = n.hash
       -- Held, so that it is not written anew before this ends.
       FOR KEY SHARE OF c
       ON CONFLICT (document_id, ordinal) DO UPDATE SET model = EXCLUDED.model, embedding = EXCLUDED.embedding`,
      [model, JSON.stringify(rows)],
    );
    return chunks.length;
  });
}
