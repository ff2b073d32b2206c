import { resolve } from 'node:path';
import type { DataSource } from 'typeorm';
import { ConfigError, loadReleaseConfig } from '../../core/config.js';
import { openDatabase } from '../../core/store/data-source.js';
import { everyDocument, removeDocuments } from '../../core/store/knowledge-documents.js';
import { INGEST_CONNECTIONS } from './ingest.js';
import { type FileOutcome, ingestFolder, type ToldFile } from './ingest-folder.js';
import { DocumentFormatError } from './parse-document.js';

/*
 * The knowledge base from a command line: `npm run kb -- add FOLDER`, `list`, `remove ID`. Adding a folder again changes
 * only what has changed; workers find the new texts with the next question.
 */

const USAGE =
  'Say what to do: npm run kb -- add FOLDER puts its Markdown, HTML, text and PDF files in, list names the documents, remove ID [LANGUAGE] takes one out.';

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof DocumentFormatError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** The exit code: 1 when a file was refused or there was nothing to remove. */
function run([verb, subject, language]: string[]): Promise<0 | 1> {
  if (verb === 'list') return withDatabase(list);
  if (verb === 'add' && subject) return withDatabase((db) => add(db, subject));
  if (verb === 'remove' && subject) return withDatabase((db) => remove(db, subject, language));
  throw new ConfigError(USAGE);
}

async function withDatabase(work: (db: DataSource) => Promise<0 | 1>): Promise<0 | 1> {
  const db = await openDatabase({
    url: loadReleaseConfig(process.env).databaseUrl,
    poolSize: INGEST_CONNECTIONS,
    applicationName: 'aside-knowledge',
  });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

async function add(db: DataSource, folder: string): Promise<0 | 1> {
  const outcomes = await ingestFolder(db, resolve(folder), tell).catch(explain);
  const count = (outcome: FileOutcome['outcome']) =>
    outcomes.filter((file) => file.outcome === outcome).length;
  const refused = count('refused');
  console.log(
    `${count('added')} added, ${count('updated')} updated, ${count('unchanged')} unchanged` +
      (refused > 0 ? `, ${refused} refused.` : '.'),
  );
  return refused > 0 ? 1 : 0;
}

function tell(file: ToldFile): void {
  if (file.outcome === 'skipped') console.log(`skipped    ${file.file}: not Markdown, HTML, text or PDF`);
  else if (file.outcome === 'refused') console.error(`refused    ${file.problem}`);
  else console.log(`${file.outcome.padEnd(10)} ${file.file}`);
}

async function list(db: DataSource): Promise<0> {
  for (const { id, language, status, chunks, title, labels, error } of await everyDocument(db)) {
    const more = [
      ...(labels.length > 0 ? [`[${labels.join(', ')}]`] : []),
      ...(error === null ? [] : [error]),
    ];
    console.log([id, language ?? '?', status, `${chunks} chunks`, title, ...more].join('  '));
  }
  return 0;
}

async function remove(db: DataSource, id: string, language: string | undefined): Promise<0 | 1> {
  const removed = await removeDocuments(db, { id, language: language ?? null });
  if (removed === 0) console.error(`There is no document ${id}${language ? ` in ${language}` : ''}.`);
  else console.log(`${removed} removed.`);
  return removed === 0 ? 1 : 0;
}

function explain(error: unknown): never {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    throw new ConfigError(`${path} is not a folder that can be read.`);
  throw error;
}
