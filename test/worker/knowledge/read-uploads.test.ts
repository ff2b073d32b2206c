import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { findDocument, listDocuments, removeDocuments } from '../../../core/store/knowledge-documents.js';
import {
  lockUpload,
  markUploadReady,
  putUpload,
  takeUpload,
  type Upload,
} from '../../../core/store/knowledge-uploads.js';
import { ingestDocument, writeDocuments } from '../../../worker/knowledge/ingest.js';
import { prepareDocument } from '../../../worker/knowledge/prepare-document.js';
import { readUploads } from '../../../worker/knowledge/read-uploads.js';
import { createMaintenanceProcessor } from '../../../worker/processors/maintenance.js';
import { eventually } from '../../support/eventually.js';
import { silentLogger as logger } from '../../support/logger.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

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
beforeEach(() => database.query('TRUNCATE knowledge_documents, knowledge_uploads CASCADE'));

const put = async (content: string, change: Partial<Upload> = {}) => {
  const { outcome } = await putUpload(db, {
    slug: 'note',
    isNamed: true,
    title: null,
    path: null,
    language: null,
    url: null,
    labels: null,
    format: 'markdown',
    content: Buffer.from(content),
    contentHash: Buffer.from(content),
    ...change,
  });
  return outcome;
};
const read = () => readUploads({ db, logger }, new AbortController().signal);
const look = (id = 'note') => findDocument(db, { id, language: null });
const texts = async () => (await database.query('SELECT body FROM knowledge_chunks')).map(({ body }) => body);

describe('an upload', () => {
  test('becomes a document, and what was sent is kept no longer', async () => {
    await put('# The office\n\nIt is open on Mondays and on the other days of the week.', {
      labels: ['house'],
    });
    expect(await read()).toBe(1);
    expect(await look()).toMatchObject({
      title: 'The office',
      path: 'The office',
      language: 'en',
      labels: ['house'],
      chunks: 1,
      status: 'ready',
      error: null,
    });
    expect(await database.query('SELECT content FROM knowledge_uploads')).toEqual([{ content: null }]);
    expect(await read()).toBe(0);
  });

  test('that replaces another is searched in its place', async () => {
    await put('One.');
    await read();
    expect(await put('One.')).toBe('unchanged');
    expect(await put('Two.')).toBe('accepted');
    expect(await look()).toMatchObject({ status: 'processing', chunks: 1 });
    expect(await texts()).toEqual(['One.']);
    await read();
    expect(await texts()).toEqual(['Two.']);
    expect((await listDocuments(db, { limit: 10, after: null })).items).toHaveLength(1);
  });

  test('is read again when a folder has changed its document meanwhile, or it would be cut in another way', async () => {
    await put('# T\n\nOne.', { language: 'en' });
    await read();
    await ingestDocument(db, {
      slug: 'note',
      title: 'T',
      path: 'P',
      language: 'en',
      url: null,
      labels: [],
      questions: [],
      body: 'From a folder.',
    });
    expect(await put('# T\n\nOne.', { language: 'en' })).toBe('accepted');
    expect(await put('# T\n\nOne.', { language: 'en' })).toBe('unchanged');
    await read();
    expect(await texts()).toEqual(['One.']);
    expect(await put('# T\n\nOne.', { language: 'en' })).toBe('unchanged');
    await database.query('UPDATE knowledge_uploads SET chunking = chunking - 1');
    expect(await put('# T\n\nOne.', { language: 'en' })).toBe('accepted');
  });

  test('that cannot be read says why, and leaves what was there before; the same may be sent again', async () => {
    await put('One.');
    await read();
    await put('---\nid: x\n---\n');
    await read();
    expect(await look()).toMatchObject({ status: 'failed', error: 'note: title is missing', chunks: 1 });
    expect(await put('---\nid: x\n---\n')).toBe('accepted');
    await read();
    expect(await look()).toMatchObject({ status: 'failed' });
  });

  test('without a name takes that of its front matter, and replaces whatever has it, however it came', async () => {
    const front = (text: string) => `---\nid: own\ntitle: T\npath: P\nlanguage: fr\n---\n${text}`;
    await ingestDocument(db, {
      slug: 'own',
      title: 'T',
      path: 'P',
      language: 'fr',
      url: null,
      labels: [],
      questions: [],
      body: 'From a folder.',
    });
    for (const text of ['One.', 'Two.']) {
      await put(front(text), { slug: `upload-${text.length}${text.charCodeAt(0)}`, isNamed: false });
      await read();
      expect(await texts()).toEqual([text]);
    }
    const { items } = await listDocuments(db, { limit: 10, after: null });
    expect(items).toMatchObject([{ id: 'own', language: 'fr', status: 'ready' }]);
  });

  test('that is deleted or replaced while it is read leaves nothing behind', async () => {
    await put('One.');
    const isHeld = async () =>
      (await database.query('SELECT 1 FROM knowledge_uploads WHERE attempts = 1'))[0];
    const first = read();
    await eventually('it is being read', isHeld);
    await removeDocuments(db, { id: 'note', language: null });
    await first;
    expect(await look()).toBeNull();
    expect(await texts()).toEqual([]);

    await put('One.');
    const second = read();
    await eventually('it is being read', isHeld);
    await put('Two.');
    await second;
    await read();
    expect(await texts()).toEqual(['Two.']);
    expect(await look()).toMatchObject({ status: 'ready' });
  });

  test('whose worker died is read by another one, three times at most', async () => {
    await put('One.');
    const die = async () => {
      expect(await takeUpload(db)).not.toBeNull();
      expect(await takeUpload(db)).toBeNull();
      await database.query(`UPDATE knowledge_uploads SET held_until = now() - interval '1 second'`);
    };
    await die();
    await die();
    expect(await read()).toBe(1);
    expect(await look()).toMatchObject({ status: 'ready' });
    await put('Two.');
    for (let attempt = 0; attempt < 3; attempt++) await die();
    expect(await takeUpload(db)).toBeNull();
    expect(await look()).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('each attempt broke off'),
    });
  });

  test('of a document that another upload is read for at the same time does not wait for it in a circle', async () => {
    const front = (text: string) => `---\nid: own\ntitle: T\npath: P\nlanguage: en\n---\n${text}`;
    await put(front('One.'), { slug: 'upload-b', isNamed: false });
    await read();
    await put(front('Two.'), { slug: 'upload-a', isNamed: false });
    await put(front('Three.'), { slug: 'upload-b', isNamed: false });
    const [first, second] = [await takeUpload(db), await takeUpload(db)] as [Upload, Upload];
    const finish = (upload: Upload, between: () => Promise<unknown>) =>
      db.transaction(async (tx) => {
        const prepared = prepareDocument({
          slug: 'own',
          title: 'T',
          path: 'P',
          language: 'en',
          url: null,
          labels: [],
          questions: [],
          body: upload.slug,
        });
        expect(await lockUpload(tx, upload, prepared.document)).toBe(true);
        await writeDocuments(tx, [prepared]);
        await between();
        await markUploadReady(tx, upload, prepared.document);
      });
    const waiting = async () =>
      (
        await database.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
      )[0];
    let other: Promise<void> | undefined;
    const one = finish(first, async () => {
      other = finish(second, async () => {});
      await eventually('the other one waits', waiting);
    });
    expect(await Promise.allSettled([one, one.then(() => other)])).toMatchObject([
      { status: 'fulfilled' },
      { status: 'fulfilled' },
    ]);
    expect((await listDocuments(db, { limit: 10, after: null })).items).toMatchObject([{ status: 'ready' }]);
  });

  test('is read once, however many workers look', async () => {
    for (let at = 0; at < 6; at++) await put(`Text ${at}.`, { slug: `note-${at}` });
    const counts = await Promise.all([read(), read(), read()]);
    expect(counts.reduce((sum, count) => sum + count)).toBe(6);
    expect(await texts()).toHaveLength(6);
  });

  test('is read alone in its process, however many jobs that has at once', async () => {
    // How many are held whenever one is taken.
    await database.query(`
      CREATE TABLE held (uploads int);
      CREATE FUNCTION note_held() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO held SELECT count(*) FROM knowledge_uploads WHERE state = 'processing' AND held_until > now();
        RETURN NULL;
      END $$;
      CREATE TRIGGER note_held AFTER UPDATE ON knowledge_uploads FOR EACH STATEMENT EXECUTE FUNCTION note_held();
    `);
    for (let at = 0; at < 6; at++) await put(`Text ${at}.`, { slug: `note-${at}` });
    const deps = { db, logger } as unknown as Parameters<typeof createMaintenanceProcessor>[0];
    const work = createMaintenanceProcessor(deps, new AbortController().signal);
    const job = { name: 'ingest' } as Parameters<typeof work>[0];
    const jobs = [1, 2, 3].map(() => work(job, '', new AbortController().signal));
    expect((await Promise.all(jobs)).sort()).toEqual(['0', '0', '6']);
    expect(await database.query('SELECT max(uploads) AS most FROM held')).toEqual([{ most: 1 }]);
  });
});
