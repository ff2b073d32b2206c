import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { ingestDocuments } from '../../../worker/knowledge/ingest.js';
import type { KnowledgeDocument } from '../../../worker/knowledge/parse-document.js';
import { createPostgresRetriever } from '../../../worker/knowledge/retriever.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

const document = (change: Partial<KnowledgeDocument>): KnowledgeDocument => ({
  slug: 'schedules',
  title: 'Scheduled scaling',
  path: 'Guide',
  language: 'en',
  url: null,
  labels: [],
  questions: ['our batch box sits idle all night', 'la machine dort toute la nuit, et on la paie'],
  body: 'An action at a given time changes the desired capacity of a group.',
  ...change,
});
const others = ['Tea', 'Biscuits', 'Falcons'].map((title) =>
  document({ slug: title.toLowerCase(), title, questions: [], body: `Of ${title.toLowerCase()}.` }),
);

let database: TestDatabase;
let db: DataSource;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  db = await openDatabase({ url: database.url, poolSize: 2, applicationName: 'test' });
  await ingestDocuments(db, [document({}), ...others]);
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

async function titles(question: string, language: 'en' | 'fr' = 'en', labels: string[] = []) {
  const retriever = createPostgresRetriever({ db });
  return (await retriever.retrieve({ question, language, limit: 5, labels })).chunks.map(
    ({ title }) => title,
  );
}

test('a document is found by a question that it answers, though no word of its text is said', async () => {
  expect(await titles('the batch box is idle at night')).toEqual(['Scheduled scaling']);
  expect(await titles('notre machine dort la nuit', 'fr')).toEqual(['Scheduled scaling']);
  expect(await titles('the falcon sleeps')).toEqual(['Falcons']);
});

test('so is its version in the other language, in the one that was asked in', async () => {
  await ingestDocuments(db, [
    document({
      language: 'fr',
      title: 'Mise à l’échelle planifiée',
      questions: [],
      body: 'Une action change la capacité.',
    }),
  ]);
  expect(await titles('notre machine dort la nuit', 'fr')).toEqual(['Mise à l’échelle planifiée']);
  expect(await titles('the batch box is idle at night')).toEqual(['Scheduled scaling']);
});

test('who may not see a document is not led to it by its questions', async () => {
  await ingestDocuments(db, [
    document({ slug: 'secret', title: 'Secret', labels: ['board'], questions: ['who will be laid off'] }),
  ]);
  expect(await titles('who will be laid off')).not.toContain('Secret');
  expect(await titles('who will be laid off', 'en', ['board'])).toContain('Secret');
});

test('questions go when the document does not list them any more', async () => {
  await ingestDocuments(db, [document({ questions: [] })]);
  expect(await titles('the batch box is idle at night')).toEqual([]);
});

test('a document that lists other questions is not behind one that lists none and says less of what is asked', async () => {
  await ingestDocuments(db, [
    document({
      slug: 'rotation',
      title: 'Rotating certificates',
      questions: ['Which ports does the proxy need?'],
      body: 'Rotate the deployment certificate of the gateway each year.',
    }),
    document({
      slug: 'memo',
      title: 'Memo',
      questions: [],
      body: 'A deployment of the gateway has a certificate. The canteen closes at two, and the lift is mended.',
    }),
  ]);
  const [best] = await titles('How do I rotate the deployment certificate of the gateway?');
  expect(best).toBe('Rotating certificates');
});

test('a document that lists questions in the other language only is heard like one that lists none', async () => {
  await ingestDocuments(db, [
    document({
      slug: 'prices',
      title: 'NAT gateway pricing',
      questions: ['What do I pay for it?'],
      body: 'The price of a NAT gateway: a NAT gateway has a price by the hour and a price by the gigabyte.',
    }),
    document({
      slug: 'minutes',
      title: 'Compte rendu',
      language: 'fr',
      questions: [],
      body: 'Le prix de la NAT gateway sera vu plus tard. La cantine ferme à deux heures, et on répare l’ascenseur.',
    }),
  ]);
  const [best] = await titles('Quel est le prix d’une NAT gateway ?', 'fr');
  expect(best).toBe('NAT gateway pricing');
});
