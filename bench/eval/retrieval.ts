import { fileURLToPath } from 'node:url';
import type { DataSource } from 'typeorm';
import type { Language } from '../../core/domain/message.js';
import { ingestFolder } from '../../worker/knowledge/ingest-folder.js';
import { createPostgresRetriever } from '../../worker/knowledge/retriever.js';
import { readCorpus } from './corpus.js';
import { type Figure, share } from './figure.js';

interface Line {
  question: string;
  language: Language;
  /** Files of the sample knowledge base that answer it, any of which is right; none: it cannot be answered. */
  documents: string[];
}

export const sample = fileURLToPath(new URL('../../../dev/knowledge/', import.meta.url));
const AT_MOST = 5;

/**
 * On questions that were at hand while the search was made, which show whether it has become worse, and on those that
 * were not, which show how good it is.
 *
 * @param db an empty, migrated database
 */
export async function evaluateRetrieval(db: DataSource): Promise<Figure[]> {
  await ingestFolder(db, sample);
  return [
    ...(await evaluate(db, 'retrieval-seen', 'search, seen', { recall: 0.9, mrr: 0.85, nothing: 0.85 })),
    ...(await evaluate(db, 'retrieval', 'search', { recall: 0.9, mrr: 0.75, nothing: 0.9 })),
    await evaluateAmongOthers(db),
  ];
}

/** What a company adds lists no questions, and the sample documents beside it do: half of them lose theirs here, by lot. */
async function evaluateAmongOthers(db: DataSource): Promise<Figure> {
  const rows: { id: string; file: string }[] = await db.query(
    `SELECT id, language || '/' || slug || '.md' AS file FROM knowledge_documents
     WHERE get_byte(decode(md5(slug), 'hex'), 0) % 2 = 0`,
  );
  const files = new Map(rows.map(({ id, file }) => [id, file]));
  await db.query('DELETE FROM knowledge_questions WHERE document_id = ANY($1::uuid[])', [[...files.keys()]]);
  const bare = new Set(files.values());
  const retriever = createPostgresRetriever({ db });
  const lines = readCorpus<Line>('retrieval').filter(({ documents }) => bare.has(documents[0] ?? ''));
  const found = await Promise.all(
    lines.map(async (line) => {
      const { chunks } = await retriever.retrieve({ ...line, limit: AT_MOST, labels: [] });
      return chunks.some(({ documentId }) => line.documents.includes(files.get(documentId) ?? ''));
    }),
  );
  return {
    what: `search: recall@${AT_MOST} of documents without questions among others`,
    value: share(found, (isFound) => isFound),
    least: 0.75,
    of: lines.length,
  };
}

async function evaluate(
  db: DataSource,
  corpus: string,
  name: string,
  least: Record<'recall' | 'mrr' | 'nothing', number>,
): Promise<Figure[]> {
  const rows: { id: string; slug: string; language: Language }[] = await db.query(
    'SELECT id, slug, language FROM knowledge_documents',
  );
  const files = new Map(rows.map(({ id, slug, language }) => [id, `${language}/${slug}.md`]));
  const retriever = createPostgresRetriever({ db });
  const lines = await Promise.all(
    readCorpus<Line>(corpus).map(async (line) => {
      const { chunks, weak } = await retriever.retrieve({ ...line, limit: AT_MOST, labels: [] });
      const place = chunks.findIndex(({ documentId }) =>
        line.documents.includes(files.get(documentId) ?? ''),
      );
      return { ...line, weak, rank: place + 1 };
    }),
  );
  const answerable = lines.filter(({ documents }) => documents.length > 0);
  const others = lines.filter(({ documents }) => documents.length === 0);
  const figure = (what: string, value: number, atLeast: number | null, of: number): Figure => ({
    what: `${name}: ${what}`,
    value,
    least: atLeast,
    of,
  });
  const recalled = share(answerable, ({ rank }) => rank > 0);
  const recognised = share(others, ({ weak }) => weak);
  const doubted = share(answerable, ({ weak }) => weak);
  const reciprocal = answerable.reduce((sum, { rank }) => sum + (rank > 0 ? 1 / rank : 0), 0);
  return [
    figure(`recall@${AT_MOST}`, recalled, least.recall, answerable.length),
    figure('MRR', reciprocal / answerable.length, least.mrr, answerable.length),
    figure('what is not there is known', recognised, least.nothing, others.length),
    figure('what is there is doubted', doubted, null, answerable.length),
  ];
}
