import { resolve } from 'node:path';
import { ConfigError, loadReleaseConfig } from '../../core/config.js';
import { openDatabase } from '../../core/store/data-source.js';
import { INGEST_CONNECTIONS, ingestFolder } from './ingest.js';
import { DocumentFormatError } from './parse-document.js';

/*
 * Puts a folder of Markdown documents into the knowledge base: `npm run kb -- add FOLDER`. Adding it again changes
 * only what has changed; workers find the new texts with the next question.
 */

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof DocumentFormatError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function run([verb, folder]: string[]): Promise<void> {
  if (verb !== 'add' || folder === undefined) {
    throw new ConfigError('Say which folder of Markdown files to add: npm run kb -- add FOLDER.');
  }
  const { databaseUrl } = loadReleaseConfig(process.env);
  const db = await openDatabase({
    url: databaseUrl,
    poolSize: INGEST_CONNECTIONS,
    applicationName: 'aside-knowledge',
  });
  try {
    const { added, updated, unchanged } = await ingestFolder(db, resolve(folder)).catch(explain);
    console.log(`${added} added, ${updated} updated, ${unchanged} unchanged.`);
  } finally {
    await db.destroy();
  }
}

function explain(error: unknown): never {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    throw new ConfigError(`${path} is not a folder that can be read.`);
  throw error;
}
