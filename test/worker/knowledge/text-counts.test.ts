import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { removeDocuments } from '../../../core/store/knowledge-documents.js';
import { ingestDocuments } from '../../../worker/knowledge/ingest.js';
import { createSearch, type Search } from '../../../worker/knowledge/search.js';
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

test('texts are counted by who may see them, and again only when another version was met', async () => {
  const asked: string[] = [];
  const watched = {
    query: (sql: string, values: unknown[]) => {
      asked.push(sql);
      return db.query(sql, values);
    },
  } as Pick<DataSource, 'query'>;
  const count = createTextCounts({ db: watched });
  const met = async () => (await db.query('SELECT version FROM knowledge_version'))[0]?.version as string;

  expect((await count([])).counts).toEqual([]);
  await add('open', []);
  await add('secret', ['board']);
  const version = await met();
  for (let time = 0; time < 3; time++) {
    expect(await count([], version)).toEqual({ version, counts: [{ language: 'en', texts: 2 }] });
    expect((await count(['board', 'more'], version)).counts).toEqual([{ language: 'en', texts: 4 }]);
    expect((await count(['more', 'board'])).counts).toEqual([{ language: 'en', texts: 4 }]);
  }
  expect(asked).toHaveLength(3);
  await removeDocuments(db, { id: 'secret', language: null });
  expect((await count(['board', 'more'], await met())).counts).toEqual([{ language: 'en', texts: 2 }]);

  for (let at = 0; at < MAX_COUNTED; at++) await count([`label-${at}`]);
  const before = asked.length;
  await count(['label-1']);
  expect(asked).toHaveLength(before);
  await count(['board', 'more']);
  expect(asked).toHaveLength(before + 1);
});

test('a search goes by the counts of the base that it meets', async () => {
  const search = createSearch({ db });
  const scoreOf = async (by: Search) =>
    (await by({ question: 'Which text is of copper?', language: 'en', labels: [] }))?.evidence.score;
  await add('copper', []);
  const alone = await scoreOf(search);
  for (let at = 0; at < 5; at++) await add(`tin-${at}`, []);
  expect(await scoreOf(search)).not.toBe(alone);
  expect(await scoreOf(search)).toBe(await scoreOf(createSearch({ db })));
});
