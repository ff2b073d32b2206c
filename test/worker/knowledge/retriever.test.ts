import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { ingestDocuments } from '../../../worker/knowledge/ingest.js';
import type { KnowledgeDocument } from '../../../worker/knowledge/parse-document.js';
import { createPostgresRetriever, type Retriever } from '../../../worker/knowledge/retriever.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

const document = (
  slug: string,
  title: string,
  body: string,
  language: 'en' | 'fr' = 'en',
): KnowledgeDocument => ({
  slug,
  title,
  path: 'Guide',
  language,
  url: `https://kb.example/${slug}`,
  labels: [],
  questions: [],
  body,
});

const sections = (count: number) =>
  Array.from({ length: count }, (_, at) => `## Part ${at}\n\nThe falcon has wings, part ${at}.`).join('\n\n');

let database: TestDatabase;
let db: DataSource;
let retriever: Retriever;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  db = await openDatabase({ url: database.url, poolSize: 4, applicationName: 'test' });
  retriever = createPostgresRetriever({ db });
  await ingestDocuments(db, [
    document(
      'nat',
      'NAT gateways',
      'A NAT gateway is billed by the hour.\n\n## Limits\n\nIt has five addresses.',
    ),
    document('nat', 'Passerelles NAT', 'Une passerelle NAT est facturée à l’heure et au volume.', 'fr'),
    document(
      'quota',
      'Service quotas',
      'Ask for a higher limit in the console. A gateway is mentioned here.',
    ),
    document('falcon', 'Falcons', sections(6)),
    document('peregrine', 'Peregrine', 'A falcon with wings as well.'),
    document('only-en', 'Redshift snapshots', 'Redshift keeps snapshots for a day.'),
    document('only-fr', 'Astreinte', 'L’astreinte dure une semaine et la rotation est hebdomadaire.', 'fr'),
    // As the sample documents do, beside which a company puts its own.
    { ...document('asked', 'Zeppelins', 'They are long.'), questions: ['How long is a zeppelin?'] },
    document('filler', 'Filler', 'Nothing of interest stands in this text about tea and biscuits.'),
  ]);
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

const retrieve = (question: string, language: 'en' | 'fr' = 'en', limit = 5) =>
  retriever.retrieve({ question, language, limit, labels: [] });
const ask = async (...args: Parameters<typeof retrieve>) => (await retrieve(...args)).chunks;
const titles = async (...args: Parameters<typeof ask>) => (await ask(...args)).map((chunk) => chunk.title);

describe('retrieval', () => {
  test('gives the chunk with all that is needed to cite it', async () => {
    const [first] = await ask('How is a NAT gateway billed?');
    expect(first).toEqual({
      documentId: expect.any(String),
      ordinal: 0,
      title: 'NAT gateways',
      path: 'Guide',
      url: 'https://kb.example/nat',
      text: 'A NAT gateway is billed by the hour.',
      score: expect.any(Number),
      language: 'en',
    });
    expect((await ask('it has five addresses'))[0]?.path).toBe('Guide › Limits');
  });

  test('any word may match: a long question finds what a search for all its words would not', async () => {
    expect(
      (await titles('My client, a bakery with nine shops, wonders what the NAT gateway costs them'))[0],
    ).toBe('NAT gateways');
  });

  test('people may use other words than the documents', async () => {
    expect((await titles('the invoice for address translation'))[0]).toBe('NAT gateways');
  });

  test('answers in the language of the question where it can, and from the other one where only that knows', async () => {
    expect((await titles('Combien coûte une passerelle NAT ?', 'fr'))[0]).toBe('Passerelles NAT');
    expect((await titles('combien coute une passerelle nat', 'fr'))[0]).toBe('Passerelles NAT');
    expect((await titles('Combien de temps Redshift garde-t-il les snapshots ?', 'fr'))[0]).toBe(
      'Redshift snapshots',
    );
    expect((await titles('astreinte rotation'))[0]).toBe('Astreinte');
  });

  test('one chunk of each document, best first, then a second one of the best; and the limit holds', async () => {
    const chunks = await ask('falcon wings part', 'en', 5);
    expect(chunks.map((chunk) => chunk.title)).toEqual(['Falcons', 'Peregrine', 'Falcons']);
    expect((await ask('peregrine falcon', 'en', 5)).map((chunk) => chunk.title)).toEqual([
      'Peregrine',
      'Falcons',
    ]);
    expect(await ask('falcon wings', 'en', 1)).toHaveLength(1);
  });

  test('a document in two languages is found once, in the one that was asked in', async () => {
    expect(await titles('NAT gateway')).toEqual(['NAT gateways', 'NAT gateways']);
    expect((await titles('passerelle NAT', 'fr')).filter((title) => /NAT/.test(title))).toEqual([
      'Passerelles NAT',
    ]);
  });

  test('a shared word is weak evidence, and what the knowledge base does not speak of has no sources', async () => {
    expect(await retrieve('Who won the chess tournament with the higher rating last summer?')).toMatchObject({
      weak: true,
    });
    expect(await retrieve('quantum entanglement')).toEqual({ chunks: [], weak: true });
  });

  test('a document that says no questions is judged by its text, also among others that do', async () => {
    expect(await retrieve('How is a NAT gateway billed?')).toMatchObject({ weak: false });
    expect(await retrieve('How long is a zeppelin?')).toMatchObject({ weak: false });
  });

  test('a misspelt word finds what is meant', async () => {
    expect((await titles('the falccon and its wings'))[0]).toBe('Falcons');
    expect(await titles('falcns with wings')).toContain('Falcons');
    expect((await titles('peregrin'))[0]).toBe('Peregrine');
  });

  test.each([
    '',
    '???',
    'what is the',
    "'; DROP TABLE knowledge_chunks; --",
    "nat' | 'falcon",
    '!nat & (gateway <-> | :*A',
    "a\\b \\' \\\\ c:\\path\\nat",
    '<b>nat</b> &amp; https://kb.example/nat?x=1%27',
    '😀 \u0301 \u202e nat',
    'nat '.repeat(4_000),
    'x'.repeat(16_000),
  ])('odd text is searched like any other: %j', async (question) => {
    expect(Array.isArray(await ask(question))).toBe(true);
    expect(Array.isArray(await ask(question, 'fr'))).toBe(true);
  });

  test('the same question gives the same answer', async () => {
    expect(await ask('falcon wings')).toEqual(await ask('falcon wings'));
  });
});
