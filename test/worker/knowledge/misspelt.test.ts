import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { ingestDocuments } from '../../../worker/knowledge/ingest.js';
import { createSearch } from '../../../worker/knowledge/search.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

let database: TestDatabase;
let db: DataSource;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  db = await openDatabase({ url: database.url, poolSize: 2, applicationName: 'test' });
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});
beforeEach(() => database.query('TRUNCATE knowledge_documents CASCADE'));

const add = (slug: string, body: string, labels: string[] = []) =>
  ingestDocuments(db, [
    { slug, title: slug, path: 'Guide', language: 'en', url: null, labels, questions: [], body },
  ]);
/** Titles of what is found. */
const ask = async (question: string, ...labels: string[]) =>
  (await createSearch({ db })({ question, language: 'en', labels }))?.chunks.map(({ title }) => title) ?? [];

test('a word that is in no document is searched for as the one that is most like it', async () => {
  await add('birds', 'A falcon has two wings.');
  expect(await ask('falcoon')).toEqual(['birds']);
  expect(await ask('alcohol')).toEqual([]);
});

test('a search does without where pg_trgm is in a schema that is not searched', async () => {
  await add('birds', 'A falcon has two wings.');
  await database.query('CREATE SCHEMA elsewhere');
  await database.query('ALTER EXTENSION pg_trgm SET SCHEMA elsewhere');
  expect(await ask('falcon')).toEqual(['birds']);
  expect(await ask('falcoon')).toEqual([]);
  await database.query('ALTER EXTENSION pg_trgm SET SCHEMA public');
});
