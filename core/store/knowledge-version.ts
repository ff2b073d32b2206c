import type { Db } from './data-source.js';

/**
 * A number that every change of the knowledge base raises, in the transaction of the change: what was made of documents
 * and kept under an older one is out of date. One row by its key.
 */
export async function readKnowledgeVersion(db: Db): Promise<number> {
  const [row] = await db.query('SELECT version FROM knowledge_version');
  return Number(row.version);
}
