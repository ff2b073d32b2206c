import { fileURLToPath } from 'node:url';
import type { Logger } from '../core/logger.js';
import { openDatabase } from '../core/store/data-source.js';
import { ingestFolder } from '../worker/knowledge/ingest-folder.js';

/** The sample documents are read where they were written: they are not part of the build. */
const folder = fileURLToPath(new URL('../../dev/knowledge/', import.meta.url));

/** Puts the sample documents into the knowledge base; one query when they are all there. */
export async function seedKnowledge(deps: { databaseUrl: string; logger: Logger }): Promise<void> {
  const database = await openDatabase({ url: deps.databaseUrl, poolSize: 1, applicationName: 'aside-seed' });
  try {
    const outcomes = await ingestFolder(database, folder);
    const changed = outcomes.filter(({ outcome }) => outcome === 'added' || outcome === 'updated').length;
    deps.logger.info({ documents: outcomes.length, changed }, 'the sample knowledge base is in place');
  } finally {
    await database.destroy();
  }
}
