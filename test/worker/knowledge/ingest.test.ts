import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { ingestDocument, ingestDocuments } from '../../../worker/knowledge/ingest.js';
import type { KnowledgeDocument } from '../../../worker/knowledge/parse-document.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

const document = (change: Partial<KnowledgeDocument> = {}): KnowledgeDocument => ({
  slug: 'nat',
  title: 'NAT gateways',
  path: 'Cost › NAT',
  language: 'en',
  url: null,
  labels: [],
  questions: [],
  body: '# NAT gateways\n\nIntro.\n\n## Price\n\nIt has a price.',
  ...change,
});

let database: TestDatabase;
let db: DataSource;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  db = await openDatabase({ url: database.url, poolSize: 10, applicationName: 'test' });
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});
beforeEach(async () => {
  await database.query('TRUNCATE knowledge_documents CASCADE');
});

const stored = () =>
  database.query<{ id: string; title: string; heading: string; body: string; xmin: string }>(
    `SELECT d.id, c.title, c.heading, c.body, d.xmin::text FROM knowledge_documents d
     JOIN knowledge_chunks c ON c.document_id = d.id ORDER BY d.slug, d.language, c.ordinal`,
  );

describe('ingestion', () => {
  test('the same content twice is written once', async () => {
    expect(await ingestDocument(db, document())).toBe('added');
    const first = await stored();
    expect(first.map((row) => [row.heading, row.body])).toEqual([
      ['', 'Intro.'],
      ['Price', 'It has a price.'],
    ]);
    expect(await ingestDocument(db, document())).toBe('unchanged');
    expect(await stored()).toEqual(first);
  });

  test('a change of any field replaces the chunks and keeps the id', async () => {
    await ingestDocument(db, document());
    const [before] = await stored();
    for (const change of [
      { title: 'New' },
      { path: 'X' },
      { url: 'https://a.example/' },
      { labels: ['board'] },
      { questions: ['What does it cost?'] },
      { body: 'Short.' },
    ]) {
      expect(await ingestDocument(db, document(change))).toBe('updated');
      expect(await ingestDocument(db, document(change))).toBe('unchanged');
    }
    const after = await stored();
    expect(after.map((row) => row.body)).toEqual(['Short.']);
    expect(after[0]?.id).toBe(before?.id);
  });

  test('the languages of a document are two documents', async () => {
    await ingestDocument(db, document());
    expect(await ingestDocument(db, document({ language: 'fr' }))).toBe('added');
  });

  test('many processes at once leave one copy, and only one of them has added it', async () => {
    const all = Array.from({ length: 60 }, (_, at) => document({ slug: `doc-${at}` }));
    const results = await Promise.all(
      [all, all.toReversed(), all, all.toReversed()].map((documents) => ingestDocuments(db, documents)),
    );
    const outcomes = results.flat();
    expect(outcomes.filter((outcome) => outcome === 'added')).toHaveLength(60);
    expect(outcomes.filter((outcome) => outcome === 'unchanged')).toHaveLength(180);
    expect(await stored()).toHaveLength(120);
  });

  test('what cannot be stored leaves the old document as it was', async () => {
    await ingestDocument(db, document());
    const before = await stored();
    await expect(ingestDocument(db, document({ body: 'NUL \0 is refused' }))).rejects.toThrow();
    expect(await stored()).toEqual(before);
  });

  test('labels and questions are kept, and each chunk has the labels of its document', async () => {
    await ingestDocument(db, document({ labels: ['board', 'finance'], questions: ['What does it cost?'] }));
    expect(
      await database.query(
        `SELECT d.labels, c.labels AS of_chunk, q.question, q.language, q.labels AS of_question
         FROM knowledge_documents d JOIN knowledge_chunks c ON c.document_id = d.id
           JOIN knowledge_questions q ON q.document_id = d.id WHERE c.ordinal = 0`,
      ),
    ).toEqual([
      {
        labels: ['board', 'finance'],
        of_chunk: ['board', 'finance'],
        question: 'What does it cost?',
        language: 'en',
        of_question: ['board', 'finance'],
      },
    ]);
  });

  test('every change raises the version of the knowledge base, in its own transaction, and nothing else does', async () => {
    const readKnowledgeVersion = async () =>
      Number((await db.query('SELECT version FROM knowledge_version'))[0].version);
    const raised = async (work: () => Promise<unknown>) => {
      const before = await readKnowledgeVersion();
      await work();
      return (await readKnowledgeVersion()) > before;
    };
    expect(await raised(() => ingestDocument(db, document()))).toBe(true);
    expect(await raised(() => ingestDocument(db, document()))).toBe(false);
    expect(await raised(() => ingestDocument(db, document({ body: 'Other.' })))).toBe(true);
    const undone = db.transaction(async (tx) => {
      await tx.query('DELETE FROM knowledge_documents');
      throw new Error('undo');
    });
    expect(await raised(() => undone.catch(() => undefined))).toBe(false);
    expect(await raised(() => db.query('DELETE FROM knowledge_documents'))).toBe(true);
  });
});
