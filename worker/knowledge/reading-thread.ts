import { parentPort } from 'node:worker_threads';
import { DocumentFormatError } from './parse-document.js';
import { type PreparedDocument, prepareDocument } from './prepare-document.js';
import { type DocumentSource, readDocument } from './read-document.js';

/* A thread of its own for reading documents, one after the other: see `document-reader.ts`. */

export type ReadingResult = { prepared: PreparedDocument } | { refused: string } | { failed: string };

parentPort?.on('message', async (source: DocumentSource) => {
  parentPort?.postMessage(await prepare(source));
});

async function prepare(source: DocumentSource): Promise<ReadingResult> {
  try {
    return { prepared: prepareDocument(await readDocument(source)) };
  } catch (error) {
    // A class does not survive the way to another thread.
    if (error instanceof DocumentFormatError) return { refused: error.message };
    return { failed: error instanceof Error ? error.name : 'Error' };
  }
}
