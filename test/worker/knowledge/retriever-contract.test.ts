import { openDatabase } from '../../../core/store/data-source.js';
import { ingestDocuments } from '../../../worker/knowledge/ingest.js';
import { createPostgresRetriever } from '../../../worker/knowledge/retriever.js';
import { retrieverContract } from '../../contract/retriever.js';
import { createTestDatabase } from '../../support/postgres.js';

retrieverContract('Postgres', async (documents) => {
  const database = await createTestDatabase({ migrated: true });
  const db = await openDatabase({ url: database.url, poolSize: 2, applicationName: 'test' });
  await ingestDocuments(
    db,
    documents.map(({ id, title, path, url, label, heading, text }) => ({
      slug: id,
      title,
      path,
      language: 'en',
      url,
      labels: label === null ? [] : [label],
      questions: [],
      body: `# ${title}\n\n## ${heading}\n\n${text}`,
    })),
  );
  return {
    retriever: createPostgresRetriever({ db }),
    close: async () => {
      await db.destroy();
      await database.drop();
    },
  };
});
