import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { ingestDocuments } from '../../../worker/knowledge/ingest.js';
import { createPostgresRetriever } from '../../../worker/knowledge/retriever.js';
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

const add = (labels: string[], ...bodies: string[]) =>
  ingestDocuments(
    db,
    bodies.map((body, at) => ({
      slug: `doc-${labels.join('-')}-${at}`,
      title: `Document ${at}`,
      path: 'Guide',
      language: 'en',
      url: null,
      labels,
      questions: [],
      body,
    })),
  );
const ask = async (...labels: string[]) =>
  (
    await createPostgresRetriever({ db }).retrieve({
      question: 'How many wings has a falcon at night?',
      language: 'en',
      limit: 20,
      labels,
    })
  ).chunks;

test('what asks for a label changes nothing for who lacks it: neither what is found nor a digit of its scores', async () => {
  await add([], 'A falcon has two wings.', 'A gateway is open at night.', 'Of tea and biscuits.');
  const before = await ask();
  expect(before.length).toBeGreaterThan(0);
  const hidden = Array.from({ length: 10 }, (_, at) => `The falcon number ${at} has three wings at night.`);
  await add(['aviary'], ...hidden);
  await add(['aviary', 'board'], 'The falcon of the board has four wings at night.');
  for (const labels of [[], ['Aviary'], ['board'], ['aviary,board']]) {
    expect(await ask(...labels)).toEqual(before);
  }
  expect((await ask('aviary')).map(({ text }) => text)).toEqual(
    expect.arrayContaining([expect.stringContaining('three wings')]),
  );
  expect((await ask('aviary')).some(({ text }) => text.includes('four wings'))).toBe(false);
  expect((await ask('board', 'aviary')).some(({ text }) => text.includes('four wings'))).toBe(true);
});
