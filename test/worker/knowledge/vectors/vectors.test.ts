import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { dropVectors, embedSome, prepareVectors } from '../../../../core/store/knowledge-vectors.js';
import { type BedrockStandIn, createBedrockStandIn } from '../../../../dev/bedrock/stand-in.js';
import { ingestDocuments } from '../../../../worker/knowledge/ingest.js';
import { createPostgresRetriever } from '../../../../worker/knowledge/retriever.js';
import { embedChunks } from '../../../../worker/knowledge/vectors/embed-chunks.js';
import { createEmbedder, type Embedder } from '../../../../worker/knowledge/vectors/embedder.js';
import { type Family, familyOf } from '../../../../worker/knowledge/vectors/families.js';
import { DIMENSIONS, vectorLimits } from '../../../../worker/knowledge/vectors/limits.js';
import { createNearest } from '../../../../worker/knowledge/vectors/nearest.js';
import { createMaintenanceProcessor } from '../../../../worker/processors/maintenance.js';
import { retrieverContract } from '../../../contract/retriever.js';
import { openVectorDatabase } from '../../../support/vector-database.js';

const titan = 'amazon.titan-embed-text-v2:0';
const cohere = 'cohere.embed-multilingual-v3';
const never = new AbortController().signal;
const logger = pino({ level: 'silent' });
const patient = { connectMs: 10_000, documentsMs: 10_000, questionMs: 10_000 };

let standIn: BedrockStandIn;
let db: DataSource;
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = 'stand-in';
  process.env.AWS_SECRET_ACCESS_KEY = 'stand-in';
  standIn = await createBedrockStandIn();
  db = await openVectorDatabase();
  expect(await prepareVectors(db, DIMENSIONS)).toEqual({ ready: true });
});
afterEach(() => {
  standIn.control.clearScripts();
  standIn.control.clearCalls();
});
afterAll(async () => {
  await db?.destroy();
  await standIn?.close();
});

function open(modelId: string): Embedder {
  const family = familyOf(modelId) as Family;
  return createEmbedder({
    region: 'eu-west-1',
    endpoint: standIn.url,
    modelId,
    family,
    sockets: 10,
    limits: patient,
  });
}

const document = (slug: string, body: string, more: { labels?: string[]; language?: 'en' | 'fr' } = {}) => ({
  slug,
  title: slug,
  path: 'Guide',
  language: 'en' as const,
  url: null,
  labels: [],
  questions: [],
  body,
  ...more,
});

retrieverContract(
  'Postgres with vectors',
  async (documents) => {
    await db.query('DELETE FROM knowledge_documents');
    await ingestDocuments(
      db,
      documents.map(({ id, title, path, url, label, heading, text }) => ({
        ...document(id, `# ${title}\n\n## ${heading}\n\n${text}`, { labels: label === null ? [] : [label] }),
        title,
        path,
        url,
      })),
    );
    const embedder = open(cohere);
    await embedChunks(db, embedder, never);
    const nearest = createNearest({ db, embedder, logger });
    return { retriever: createPostgresRetriever({ db, nearest }), close: async () => embedder.close() };
  },
  { ranksByScore: false },
);

describe('vectors of the knowledge base', () => {
  let embedder: Embedder;
  beforeAll(() => {
    embedder = open(titan);
  });
  afterAll(() => embedder.close());
  beforeEach(async () => {
    await db.query('DELETE FROM knowledge_documents');
    await ingestDocuments(db, [
      document('falcon', 'The peregrine falcon dives at great speed.'),
      document('gateway', 'A NAT gateway is billed by the hour.'),
      document('secret', 'The peregrines of the board dive faster.', { labels: ['board'] }),
    ]);
  });

  const embed = (by = embedder) => embedChunks(db, by, never);
  const ask = async (question: string, labels: string[] = [], by: Embedder | null = embedder) => {
    const nearest = by && createNearest({ db, embedder: by, logger });
    const found = await createPostgresRetriever({ db, nearest }).retrieve({
      question,
      language: 'en',
      labels,
      limit: 5,
    });
    return { ...found, titles: found.chunks.map(({ title }) => title) };
  };
  const models = async () =>
    (await db.query('SELECT model, count(*)::int AS count FROM knowledge_vectors GROUP BY 1')) as object[];

  test('are made once: again only for what has changed, and all of them for another model', async () => {
    expect(await embed()).toBe(3);
    expect(await embed()).toBe(0);
    expect(standIn.control.calls()).toHaveLength(3);
    await ingestDocuments(db, [
      document('falcon', 'Another text about owls.'),
      document('gateway', 'A NAT gateway is billed by the hour.'),
    ]);
    expect(await embed()).toBe(1);
    expect(standIn.control.calls().at(-1)?.question).toContain('owls');
    const other = open(cohere);
    expect(await embed(other)).toBe(3);
    expect(await embed(other)).toBe(0);
    expect(await models()).toEqual([{ model: cohere, count: 3 }]);
    other.close();
  });

  test('are made by the job that makes documents of uploads', async () => {
    const deps = { db, logger, embedder } as unknown as Parameters<typeof createMaintenanceProcessor>[0];
    const job = { name: 'ingest' } as Parameters<ReturnType<typeof createMaintenanceProcessor>>[0];
    await createMaintenanceProcessor(deps, never)(job, 'token', never);
    expect(await models()).toEqual([{ model: titan, count: 3 }]);
  });

  test('go with their documents', async () => {
    await embed();
    await db.query(`DELETE FROM knowledge_documents WHERE slug = 'falcon'`);
    expect(await models()).toEqual([{ model: titan, count: 2 }]);
  });

  test('of a text that changes while it is embedded, none is kept', async () => {
    let inside: Pick<DataSource, 'query'> = db;
    // There is one connection, so what another process does is done on it.
    const database = Object.create(db, {
      transaction: {
        value: (work: (tx: DataSource) => Promise<number>) =>
          db.transaction((tx) => {
            inside = tx;
            return work(tx as unknown as DataSource);
          }),
      },
    }) as DataSource;
    await embedSome(database, { model: titan, limit: 10 }, async (texts) => {
      await inside.query(`UPDATE knowledge_chunks SET body = 'Of owls.' WHERE title = 'falcon'`);
      return embedder.documents(texts, never);
    });
    expect(await models()).toEqual([{ model: titan, count: 2 }]);
    expect(await embed()).toBe(1);
    expect(standIn.control.calls().at(-1)?.question).toContain('Of owls');
  });

  test('find what no word of the question stands in, as weak evidence', async () => {
    await ingestDocuments(db, [document('selection', 'Select one after the comparison of differences.')]);
    const question = 'pick versus';
    expect((await ask(question, [], null)).titles).toEqual([]);
    await embed();
    expect(await ask(question)).toMatchObject({ titles: ['selection'], weak: true });
    expect((await ask('quarterly report of muons')).titles).toEqual([]);
  });

  test('of documents that ask for a label are not compared for who lacks it', async () => {
    // So many that what is open would not be among the nearest.
    const hidden = Array.from({ length: vectorLimits.candidates * 2 }, (_, at) =>
      document(`hidden-${at}`, 'Pick versus select: compare.', { labels: ['board'] }),
    );
    await ingestDocuments(db, [
      document('selection', 'Select one after the comparison of differences.'),
      ...hidden,
    ]);
    await embed();
    expect((await ask('pick versus')).titles).toEqual(['selection']);
    expect((await ask('pick versus', ['board'])).titles).toEqual(
      expect.arrayContaining([expect.stringContaining('hidden')]),
    );
  });

  test('of a document in two languages one is found: the question’s, unless only the other one has its words', async () => {
    await ingestDocuments(db, [
      document('selection', 'Select one after the comparison of differences.'),
      document('selection', 'Choisir après la comparaison, pick versus.', { language: 'fr' }),
      document('tests', 'Select one after the comparison of differences, choose.'),
      document('tests', 'Choisir selon la différence.', { language: 'fr' }),
    ]);
    await embed();
    const { chunks } = await ask('pick versus');
    expect(chunks.map(({ title, language }) => `${title} ${language}`).sort()).toEqual([
      'selection fr',
      'tests en',
    ]);
  });

  test('while the model does not answer, words find what they find without vectors; and it is left in peace', async () => {
    await embed();
    const byWords = await ask('How is a NAT gateway billed?', [], null);
    standIn.control.clearCalls();
    standIn.control.script({
      operation: 'invoke',
      httpError: { status: 503, type: 'ServiceUnavailableException' },
    });
    let clock = 0;
    const nearest = createNearest({ db, embedder, logger, now: () => clock });
    const retriever = createPostgresRetriever({ db, nearest });
    const query = { question: 'How is a NAT gateway billed?', language: 'en', labels: [], limit: 5 } as const;
    const { titles: _, ...found } = byWords;
    const expected = { ...found, degraded: true };
    expect(await retriever.retrieve(query)).toEqual(expected);
    expect(await retriever.retrieve(query)).toEqual(expected);
    expect(standIn.control.calls()).toHaveLength(1);
    clock += vectorLimits.restMs;
    await retriever.retrieve(query);
    expect(standIn.control.calls()).toHaveLength(2);
  });

  test('the table may be prepared by several at once, and stays what it is', async () => {
    await embed();
    expect(await Promise.all([1, 2, 3].map(() => prepareVectors(db, DIMENSIONS)))).toEqual(
      Array(3).fill({ ready: true }),
    );
    expect(await models()).toEqual([{ model: titan, count: 3 }]);
    await dropVectors(db);
    expect(await prepareVectors(db, DIMENSIONS)).toEqual({ ready: true });
    expect(await models()).toEqual([]);
  });
});
