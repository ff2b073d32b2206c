import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { forgetWords, removeDocuments } from '../../../core/store/knowledge-documents.js';
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

test('only words of documents that one may see are searched for, and only they are spelt well', async () => {
  await add('birds', 'A falcon has two wings.');
  await add('plans', 'The falcoon and the moonbase are secret.', ['board']);
  expect(await ask('falcoon')).toEqual(['birds']);
  expect(await ask('falcoon', 'board')).toEqual(['plans']);
  // Both are alike, and the other one is nearer.
  await add('base', 'The moonbasin is open.');
  expect(await ask('moonbasse')).toEqual(['base']);
  expect(await ask('moonbasse', 'board')).toEqual(['plans']);
});

test('words of what was replaced or deleted count no more, and go', async () => {
  await add('birds', 'A falcon has two wings.');
  await add('typos', 'The falcoon is misspelt.');
  expect(await ask('falcoon')).toEqual(['typos']);
  await add('typos', 'Nothing is misspelt.');
  expect(await ask('falcoon')).toEqual(['birds']);
  await add('typos', 'The falcoon is misspelt.');
  await removeDocuments(db, { id: 'typos', language: null });
  expect(await ask('falcoon')).toEqual(['birds']);
  await forgetWords(db);
  expect(await database.query('SELECT word FROM knowledge_words ORDER BY word')).toEqual(
    ['birds', 'falcon', 'wings'].map((word) => ({ word })),
  );
  expect(await ask('falcoon')).toEqual(['birds']);
});
