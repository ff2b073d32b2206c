import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { removeDocuments } from '../../../core/store/knowledge-documents.js';
import { ingestDocuments } from '../../../worker/knowledge/ingest.js';
import { createTextCounts, MAX_COUNTED } from '../../../worker/knowledge/text-counts.js';
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

const add = (slug: string, labels: string[]) =>
  ingestDocuments(db, [
    {
      slug,
      title: slug,
      path: 'Guide',
      language: 'en',
      url: null,
      labels,
      questions: ['What is said here?'],
      body: 'A text that is there.',
    },
  ]);

test('texts are counted by who may see them, and again only when the knowledge base has changed', async () => {
  const asked: string[] = [];
  const watched = {
    query: (sql: string, values: unknown[]) => {
      asked.push(sql);
      return db.query(sql, values);
    },
  } as Pick<DataSource, 'query'>;
  const count = createTextCounts({ db: watched });
  const counting = () => asked.filter((sql) => sql.includes('knowledge_chunks')).length;

  expect(await count([])).toEqual([]);
  await add('open', []);
  await add('secret', ['board']);
  for (let time = 0; time < 3; time++) {
    expect(await count([])).toEqual([{ language: 'en', texts: 2 }]);
    expect(await count(['board', 'more'])).toEqual([{ language: 'en', texts: 4 }]);
    expect(await count(['more', 'board'])).toEqual([{ language: 'en', texts: 4 }]);
  }
  expect(counting()).toBe(3);
  await removeDocuments(db, { id: 'secret', language: null });
  expect(await count(['board', 'more'])).toEqual([{ language: 'en', texts: 2 }]);

  for (let at = 0; at < MAX_COUNTED; at++) await count([`label-${at}`]);
  const before = counting();
  await count(['label-1']);
  expect(counting()).toBe(before);
  await count(['board', 'more']);
  expect(counting()).toBe(before + 1);
});
