import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { reaches } from '../../bench/eval/figure.js';
import { evaluateRetrieval } from '../../bench/eval/retrieval.js';
import { openDatabase } from '../../core/store/data-source.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
let db: DataSource;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  db = await openDatabase({ url: database.url, poolSize: 4, applicationName: 'test' });
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

test('search has not become worse, on the questions that it was made with and on those that it had not seen', async () => {
  const figures = await evaluateRetrieval(db);
  expect(figures.filter((figure) => !reaches(figure))).toEqual([]);
});
