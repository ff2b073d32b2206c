import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { ingestDocument, ingestDocuments, ingestFolder } from '../../../worker/knowledge/ingest.js';
import type { KnowledgeDocument } from '../../../worker/knowledge/parse-document.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

const document = (change: Partial<KnowledgeDocument> = {}): KnowledgeDocument => ({
  slug: 'nat',
  title: 'NAT gateways',
  path: 'Cost › NAT',
  language: 'en',
  url: null,
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
    expect(results.reduce((sum, result) => sum + result.added, 0)).toBe(60);
    expect(results.every((result) => result.added + result.unchanged === 60)).toBe(true);
    expect(await stored()).toHaveLength(120);
  });

  test('what cannot be stored leaves the old document as it was', async () => {
    await ingestDocument(db, document());
    const before = await stored();
    await expect(ingestDocument(db, document({ body: 'NUL \0 is refused' }))).rejects.toThrow();
    expect(await stored()).toEqual(before);
  });

  test('a folder is read with its folders; what changed is told; other documents stay', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'knowledge-'));
    const write = (file: string, id: string, text: string) =>
      writeFile(join(folder, file), `---\nid: ${id}\ntitle: T\npath: P\nlanguage: en\n---\n${text}\n`);
    try {
      await mkdir(join(folder, 'deep'));
      await write('a.md', 'a', 'One.');
      await write('deep/b.md', 'b', 'Two.');
      await writeFile(join(folder, 'notes.txt'), 'not knowledge');
      expect(await ingestFolder(db, folder)).toEqual({ added: 2, updated: 0, unchanged: 0 });
      expect(await ingestFolder(db, folder)).toEqual({ added: 0, updated: 0, unchanged: 2 });
      await write('a.md', 'a', 'One, changed.');
      await rm(join(folder, 'deep', 'b.md'));
      expect(await ingestFolder(db, folder)).toEqual({ added: 0, updated: 1, unchanged: 0 });
      expect((await stored()).map((row) => row.body)).toEqual(['One, changed.', 'Two.']);

      await write('c.md', 'a', 'The same id.');
      await expect(ingestFolder(db, folder)).rejects.toThrow('c.md: id a is already that of a.md');
      await writeFile(join(folder, 'c.md'), 'no front matter');
      await write('a.md', 'a', 'Not to be written.');
      await expect(ingestFolder(db, folder)).rejects.toThrow('c.md: must begin with front matter');
      expect((await stored())[0]?.body).toBe('One, changed.');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
