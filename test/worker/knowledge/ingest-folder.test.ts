import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { ingestFolder } from '../../../worker/knowledge/ingest-folder.js';
import { makePdf } from '../../support/pdf.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

let database: TestDatabase;
let db: DataSource;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  db = await openDatabase({ url: database.url, poolSize: 2, applicationName: 'test' });
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});
beforeEach(async () => {
  await database.query('TRUNCATE knowledge_documents CASCADE');
  folder = await mkdtemp(join(tmpdir(), 'knowledge-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = async (file: string, content: string | Buffer) => {
  await mkdir(join(folder, file, '..'), { recursive: true });
  await writeFile(join(folder, file), content);
};
const named = (id: string, text: string) => `---\nid: ${id}\ntitle: T\npath: P\nlanguage: en\n---\n${text}\n`;
const outcomes = async () =>
  (await ingestFolder(db, folder)).map((file) => [
    file.file,
    file.outcome === 'refused' ? file.problem : file.outcome,
  ]);
const stored = () =>
  database.query(
    `SELECT d.slug, d.title, d.path, d.language, string_agg(c.body, ' / ' ORDER BY c.ordinal) AS text
     FROM knowledge_documents d JOIN knowledge_chunks c ON c.document_id = d.id GROUP BY d.id ORDER BY d.slug`,
  );

test('a folder is read with its folders, each kind of document in its way; other files are skipped, and told of', async () => {
  await write(
    'guides/Été à Paris.txt',
    'Les heures de la maison\n\nLe bureau est ouvert le lundi et le mardi.',
  );
  await write('guides/deep/page.HTML', '<html lang="en"><title>A page</title><p>Of text.');
  await write('book.pdf', makePdf([[{ text: 'The text of the book.' }]]));
  await write('nat.md', named('nat-gateway', 'One.'));
  await write('picture.png', 'none');
  await write('.git/description.txt', 'none');
  const skipped: string[] = [];
  await ingestFolder(db, folder, ({ file, outcome }) => {
    if (outcome === 'skipped') skipped.push(file);
  });
  expect(skipped).toEqual(['picture.png']);
  await database.query('TRUNCATE knowledge_documents CASCADE');
  expect(await outcomes()).toEqual([
    ['book.pdf', 'added'],
    [join('guides', 'deep', 'page.HTML'), 'added'],
    [join('guides', 'Été à Paris.txt'), 'added'],
    ['nat.md', 'added'],
  ]);
  expect(await stored()).toEqual([
    { slug: 'book', title: 'book', path: 'book', language: 'en', text: 'The text of the book.' },
    { slug: 'guides-deep-page', title: 'A page', path: 'guides › deep', language: 'en', text: 'Of text.' },
    {
      slug: 'guides-ete-a-paris',
      title: 'Les heures de la maison',
      path: 'guides',
      language: 'fr',
      text: 'Les heures de la maison\n\nLe bureau est ouvert le lundi et le mardi.',
    },
    { slug: 'nat-gateway', title: 'T', path: 'P', language: 'en', text: 'One.' },
  ]);
});

test('what changed is told, the rest is left alone, and documents whose file is gone stay', async () => {
  await write('a.md', named('a', 'One.'));
  await write('b.txt', 'Two.');
  await outcomes();
  await write('a.md', named('a', 'One, changed.'));
  expect(await outcomes()).toEqual([
    ['a.md', 'updated'],
    ['b.txt', 'unchanged'],
  ]);
  await rm(join(folder, 'b.txt'));
  expect(await outcomes()).toEqual([['a.md', 'unchanged']]);
  expect((await stored()).map((row) => row.text)).toEqual(['One, changed.', 'Two.']);
});

test('a file that cannot be read is named with its remedy and keeps no other back', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'));
  try {
    await writeFile(join(elsewhere, 'secret.txt'), 'Not of this folder.');
    await symlink(join(elsewhere, 'secret.txt'), join(folder, 'link-out.txt'));
    await symlink(elsewhere, join(folder, 'link-to-folder.txt'));
    await symlink(join(folder, 'gone.txt'), join(folder, 'link-to-nothing.txt'));
    await write('a.md', named('same', 'One.'));
    await symlink(join(folder, 'a.md'), join(folder, 'link-inside.md'));
    await write('empty.txt', '');
    await write('front.md', '---\nid: x\n---\nText.');
    await write('large.txt', Buffer.alloc(10 * 1_024 * 1_024 + 1, 'a'));
    await write('z.txt', 'Last.');
    expect(await outcomes()).toEqual([
      ['a.md', 'added'],
      ['empty.txt', 'empty.txt: holds no text'],
      ['front.md', 'front.md: title is missing'],
      ['large.txt', 'large.txt: is over 10485760 bytes: split it'],
      ['link-inside.md', 'link-inside.md: id same is already that of a.md'],
      ['link-out.txt', 'link-out.txt: is a link that leads out of the folder'],
      ['link-to-folder.txt', 'link-to-folder.txt: is a link that leads out of the folder'],
      ['link-to-nothing.txt', 'link-to-nothing.txt: cannot be opened (ENOENT)'],
      ['z.txt', 'added'],
    ]);
    expect(await stored()).toHaveLength(2);
  } finally {
    await rm(elsewhere, { recursive: true, force: true });
  }
});
