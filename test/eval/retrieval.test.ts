import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../core/store/data-source.js';
import { ingestFolder } from '../../worker/knowledge/ingest.js';
import { createPostgresRetriever } from '../../worker/knowledge/retriever.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

interface Case {
  language: 'en' | 'fr';
  question: string;
  /** Any of these slugs is right; none: the knowledge base cannot answer it. */
  expected: string[];
}

const cases = readFileSync(join('test', 'eval', 'retrieval.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

let database: TestDatabase;
let db: DataSource;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  db = await openDatabase({ url: database.url, poolSize: 4, applicationName: 'test' });
  await ingestFolder(db, join('dev', 'knowledge'));
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

describe('retrieval over the sample knowledge base', () => {
  test('finds the right document for questions phrased unlike it, and nothing for what is not there', async () => {
    const rows = await database.query<{ id: string; slug: string }>(
      'SELECT id, slug FROM knowledge_documents',
    );
    const slugs = new Map(rows.map((row) => [row.id, row.slug]));
    const retriever = createPostgresRetriever({ db });
    const ranks: number[] = [];
    const refused: boolean[] = [];
    for (const { question, language, expected } of cases) {
      const chunks = await retriever.retrieve({ question, language, limit: 5 });
      if (expected.length === 0) refused.push(chunks.length === 0);
      else ranks.push(chunks.findIndex((chunk) => expected.includes(slugs.get(chunk.documentId) ?? '')) + 1);
    }
    const recall = ranks.filter((rank) => rank > 0).length / ranks.length;
    const meanReciprocalRank = ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / ranks.length;
    const refusal = refused.filter(Boolean).length / refused.length;
    process.stdout.write(
      `retrieval: recall@5 ${recall.toFixed(3)}, MRR ${meanReciprocalRank.toFixed(3)} over ${ranks.length}; ` +
        `no sources for ${refusal.toFixed(2)} of ${refused.length} without an answer\n`,
    );
    expect(recall).toBeGreaterThanOrEqual(0.9);
    expect(meanReciprocalRank).toBeGreaterThanOrEqual(0.85);
    expect(refusal).toBeGreaterThanOrEqual(0.85);
  });
});
