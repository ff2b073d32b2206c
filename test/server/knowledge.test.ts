import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentPage, uploadAnswer } from '../../core/contracts/knowledge.js';
import {
  type Answer,
  type Call,
  refusal,
  request,
  startTestServer,
  type TestServer,
} from '../support/server.js';
import { tokenOf } from '../support/tokens.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const asAdmin = tokenOf('ada', 'admin');
const call = (method: string, path: string, options: Call = {}): Promise<Answer> =>
  request(`${server.origin}/api/v1/admin/knowledge${path}`, method, { token: asAdmin, ...options });
const upload = (body: Record<string, unknown>) => call('POST', '/documents', { json: body });
const note = { id: 'note', format: 'text', content: 'The office is open on Mondays.' };

/** No worker runs here: this is what one would do with it. */
const finish = (slug: string, language: 'en' | 'fr') =>
  server.database.query(
    `WITH d AS (
       INSERT INTO knowledge_documents (id, slug, language, title, path, content_hash)
       VALUES (gen_random_uuid(), $1, $2, 'Read', 'Path', '') RETURNING id)
     UPDATE knowledge_uploads SET state = 'ready', document_id = d.id, content = NULL FROM d
     WHERE slug = $1 AND coalesce(language, $2) = $2`,
    [slug, language],
  );

describe('the knowledge base', () => {
  const rows: [string, string, Call?][] = [
    ['POST', '/documents', { json: { ...note, id: 'roles' } }],
    ['GET', '/documents'],
    ['GET', '/documents/roles'],
    ['DELETE', '/documents/roles'],
    ['GET', '/gaps'],
  ];
  test.each(rows)('%s %s is for administrators only', async (method, path, options = {}) => {
    for (const role of ['viewer', 'consultant', 'supervisor']) {
      const answer = await call(method, path, { ...options, token: tokenOf('eve', role) });
      expect(refusal(answer)).toEqual({ status: 403, code: 'FORBIDDEN' });
    }
    expect((await call(method, path, { ...options, token: null })).status).toBe(401);
    expect((await call(method, path, options)).status).toBeLessThan(300);
  });

  test('what is sent is kept until a worker reads it, and the same again is unchanged', async () => {
    const fields = {
      title: 'Note',
      path: 'House',
      language: 'en',
      url: 'https://a.example/',
      labels: ['b', 'a'],
    };
    const first = await upload({ ...note, ...fields });
    expect(first.status).toBe(202);
    expect(first.headers.get('location')).toBe('/api/v1/admin/knowledge/documents/note');
    const answer = uploadAnswer.parse(first.body);
    expect(answer).toMatchObject({
      id: 'note',
      ...fields,
      labels: ['a', 'b'],
      chunks: 0,
      status: 'processing',
      error: null,
      unchanged: false,
    });
    expect(uploadAnswer.parse((await upload({ ...note, ...fields })).body)).toEqual({
      ...answer,
      unchanged: true,
    });
    const changed = uploadAnswer.parse((await upload({ ...note, ...fields, labels: ['a'] })).body);
    expect(changed).toMatchObject({ labels: ['a'], unchanged: false });
    const kept = await server.database.query('SELECT content FROM knowledge_uploads WHERE slug = $1', [
      'note',
    ]);
    expect(kept).toEqual([{ content: Buffer.from(note.content) }]);
    expect((await call('DELETE', '/documents/note')).status).toBe(204);
  });

  test('who uploads and who deletes is logged, and no text of it', async () => {
    await upload({ ...note, id: 'logged' });
    await call('DELETE', '/documents/logged');
    const lines = server.log.filter((line) => line.document === 'logged');
    expect(lines).toMatchObject([
      { msg: 'a document was uploaded', user_id: 'ada', format: 'text', bytes: 30, outcome: 'accepted' },
      { msg: 'a document was deleted', user_id: 'ada', removed: 1 },
    ]);
    expect(JSON.stringify(server.log)).not.toContain('open on Mondays');
  });

  test('what has no name is named by its content', async () => {
    const sent = async (content: string) =>
      uploadAnswer.parse((await upload({ format: 'text', content })).body);
    const [one, again, other] = [await sent('One.'), await sent('One.'), await sent('Other.')];
    expect(one.id).toMatch(/^upload-[0-9a-f]{16}$/);
    expect(again).toEqual({ ...one, unchanged: true });
    expect(other.id).not.toBe(one.id);
    for (const { id } of [one, other]) expect((await call('DELETE', `/documents/${id}`)).status).toBe(204);
  });

  test('a translation has the same id; it is looked at and deleted alone, or with the others', async () => {
    for (const language of ['en', 'fr'] as const) {
      await upload({ ...note, id: 'both', language });
      await finish('both', language);
    }
    const languageOf = async (query: string) =>
      ((await call('GET', `/documents/both${query}`)).body as { language: string }).language;
    expect([await languageOf(''), await languageOf('?language=fr')]).toEqual(['en', 'fr']);
    expect((await call('DELETE', '/documents/both?language=en')).status).toBe(204);
    expect([await languageOf(''), await languageOf('?language=fr')]).toEqual(['fr', 'fr']);
    expect((await call('DELETE', '/documents/both')).status).toBe(204);
    const notFound = { status: 404, code: 'KNOWLEDGE_DOCUMENT_NOT_FOUND' };
    expect(refusal(await call('GET', '/documents/both'))).toEqual(notFound);
    expect(refusal(await call('DELETE', '/documents/both'))).toEqual(notFound);
    expect(await server.database.query(`SELECT 1 FROM knowledge_documents WHERE slug = 'both'`)).toEqual([]);
  });

  test('the answer and its address tell of what was sent, also beside a document of that name', async () => {
    await server.database.query(
      `INSERT INTO knowledge_documents (id, slug, language, title, path, content_hash)
       VALUES (gen_random_uuid(), 'beside', 'en', 'Old', 'Path', '')`,
    );
    const sent = await upload({ ...note, id: 'beside', title: 'New' });
    const waiting = { id: 'beside', title: 'New', language: null, status: 'processing', chunks: 0 };
    expect(sent.body).toMatchObject({ ...waiting, unchanged: false });
    expect((await call('GET', '/documents/beside')).body).toMatchObject(waiting);
    expect((await call('GET', '/documents/beside?language=en')).body).toMatchObject({ title: 'Old' });
    expect((await call('DELETE', '/documents/beside')).status).toBe(204);
  });

  test('pages hold every document once, those that wait and those that are read, in the order of their ids', async () => {
    const ids = ['page-a', 'page-b', 'page-c', 'page-d', 'page-e'];
    for (const id of ids.toReversed()) await upload({ ...note, id });
    await finish('page-c', 'fr');
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = documentPage.parse((await call('GET', `/documents?limit=2${cursor}`)).body);
      seen.push(...page.data.map(({ id, status, language }) => `${id} ${status} ${language}`));
      cursor = page.page.next_cursor === null ? '' : `&cursor=${page.page.next_cursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(ids.map((id) => (id === 'page-c' ? `${id} ready fr` : `${id} processing null`)));
    expect(refusal(await call('GET', '/documents?cursor=eyJh')).code).toBe('INVALID_CURSOR');
    for (const id of ids) await call('DELETE', `/documents/${id}`);
  });

  test.each([
    ['no content', { id: 'x', format: 'text', content: '' }],
    ['another format', { ...note, format: 'docx' }],
    ['an id with blanks', { ...note, id: 'a b' }],
    ['a url that runs code', { ...note, url: 'javascript:alert(1)' }],
    ['a label that is none', { ...note, labels: ['a b'] }],
    ['21 labels', { ...note, labels: Array.from({ length: 21 }, (_, at) => `l${at}`) }],
    ['a title of two lines', { ...note, title: 'a\nb' }],
    ['base64 that is none', { ...note, format: 'pdf', content: '%PDF-1.4' }],
    ['half a surrogate pair', { ...note, content: '\ud800' }],
    ['a field that is not known', { ...note, status: 'ready' }],
    ['over 10 MB', { ...note, content: 'x'.repeat(10 * 1_024 * 1_024 + 1) }],
  ])('%s is refused, and nothing kept', async (_, body) => {
    expect(refusal(await upload(body))).toEqual({ status: 400, code: 'VALIDATION_FAILED' });
    expect((await call('GET', '/documents/note')).status).toBe(404);
  });

  test('a body over its own limit is refused; other addresses keep theirs', async () => {
    const long = (bytes: number) => ({ json: { ...note, content: 'x'.repeat(bytes) } });
    expect(refusal(await call('POST', '/documents', long(15_000_000)))).toEqual({
      status: 413,
      code: 'BODY_TOO_LARGE',
    });
    const chat = await request(`${server.origin}/api/v1/admin/chat/sessions`, 'POST', {
      token: asAdmin,
      ...long(300_000),
    });
    expect(refusal(chat)).toEqual({ status: 413, code: 'BODY_TOO_LARGE' });
  });

  test('a hundred that wait are enough', async () => {
    await server.database.query(
      `INSERT INTO knowledge_uploads (id, slug, is_named, format, content, content_hash)
       SELECT gen_random_uuid(), 'full-' || n, true, 'text', 'x', '' FROM generate_series(1, 100) n`,
    );
    const answer = await upload(note);
    expect(refusal(answer)).toEqual({ status: 429, code: 'KNOWLEDGE_TOO_MANY_WAITING' });
    expect(answer.headers.get('retry-after')).toBe('30');
    await server.database.query('DELETE FROM knowledge_uploads');
  });
});
