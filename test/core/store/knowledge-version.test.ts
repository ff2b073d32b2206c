import { expect, test } from '@jest/globals';
import { newId } from '../../../core/domain/ids.js';
import type { Db } from '../../../core/store/data-source.js';
import { storeUnderTest } from './store-under-test.js';

const store = storeUnderTest();

const version = async () => {
  const { turn } = await store.post();
  return (await store.claim(turn.id)).knowledgeVersion;
};
const insert = (db: Db, slug: string) =>
  db.query(
    `INSERT INTO knowledge_documents (id, slug, language, title, path, content_hash)
     VALUES ($1, $2, 'en', 'Title', 'Path', '\\x00')`,
    [newId(), slug],
  );

test('a claim tells a version of the knowledge base that grows with each change of documents', async () => {
  const before = await version();
  await store.newSession();
  expect(await version()).toBe(before);

  await store.db.transaction(async (tx) => {
    await insert(tx, 'one');
    await insert(tx, 'two');
    await tx.query(`UPDATE knowledge_documents SET title = 'Other'`);
  });
  await store.newSession();
  expect(await version()).toBe(before + 1);

  await store.db.query(`DELETE FROM knowledge_documents WHERE slug = 'one'`);
  await store.newSession();
  expect(await version()).toBe(before + 2);
});
