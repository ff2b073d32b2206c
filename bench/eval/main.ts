import type { DataSource } from 'typeorm';
import { openDatabase } from '../../core/store/data-source.js';
import { createTestDatabase } from '../../test/support/postgres.js';
import { startTestPostgres } from '../../test/support/test-postgres.js';
import { ingestFolder } from '../../worker/knowledge/ingest-folder.js';
import { createSearch } from '../../worker/knowledge/search.js';
import { evaluateEntities } from './entities.js';
import { type Figure, reaches } from './figure.js';
import { fitEvidence } from './fit-evidence.js';
import { evaluateIntents, shippedUnderstanding } from './intents.js';
import { evaluateModeration } from './moderation.js';
import { evaluateRetrieval, sample } from './retrieval.js';
import { evaluateSentiment } from './sentiment.js';

/*
 * `npm run eval`: how well messages are understood and answers are found, on corpora that were written apart from the
 * code (test/eval/). One table; exit code 1 when a figure is below what it has to be.
 */

const intents = evaluateIntents(shippedUnderstanding());
const figures = [
  ...intents.figures,
  ...evaluateEntities(),
  ...evaluateSentiment(),
  ...evaluateModeration(),
  ...(await retrieval()),
];
console.log(table(figures));
console.log('\nIntents that were taken for others:');
for (const [wanted, taken, times] of intents.confusions) console.log(`  ${times} × ${wanted} → ${taken}`);
const missed = figures.filter((figure) => !reaches(figure));
for (const { what } of missed) console.log(`BELOW: ${what}`);
process.exit(missed.length === 0 ? 0 : 1);

async function retrieval(): Promise<Figure[]> {
  const postgres = await startTestPostgres();
  const inDatabase = async <T>(work: (db: DataSource) => Promise<T>): Promise<T> => {
    const { url } = await createTestDatabase({ migrated: true, server: postgres.url });
    const db = await openDatabase({ url, poolSize: 2, applicationName: 'eval' });
    try {
      return await work(db);
    } finally {
      await db.destroy();
    }
  };
  try {
    if (process.argv.includes('--fit')) await inDatabase(fit);
    return await inDatabase(evaluateRetrieval);
  } finally {
    await postgres.stop();
  }
}

async function fit(db: DataSource): Promise<void> {
  await ingestFolder(db, sample);
  console.log(`questions: ${await fitEvidence(createSearch({ db }))}`);
  await db.query('DELETE FROM knowledge_questions');
  console.log(`texts: ${await fitEvidence(createSearch({ db }))}`);
}

function table(rows: readonly Figure[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  return rows
    .map(({ what, value, least, of }) => {
      const must = least === null ? '' : `at least ${least.toFixed(2)}${value >= least ? '' : '  ← below'}`;
      return `${what.padEnd(width)}  ${value.toFixed(3)}  of ${String(of).padStart(3)}  ${must}`.trimEnd();
    })
    .join('\n');
}
